package vn.onshore.isolation.engine;

import java.util.BitSet;
import java.util.Optional;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Selector;

/** The other end of what pods that may come could open: not known in person. */
sealed interface FarEnd {
    /** Whether every such end is among a rule's peers. */
    boolean isSurelyMeantBy(CompiledPolicy.Rule rule);

    /** Whether some such end could be. */
    boolean mayBeMeantBy(CompiledPolicy.Rule rule);

    /** In which zones, by their index, pods that a peer means may be; the index after the last stands for none. */
    static BitSet zonesOf(Peer peer, Snapshot snapshot, FutureZones zones) {
        if (peer instanceof Peer.Pods(var selection)) {
            return zones.of(selection);
        }
        return anybody(snapshot).isMeantBy(peer, true) ? zones.anywhere() : new BitSet();
    }

    private static FuturePod anybody(Snapshot snapshot) {
        return new FuturePod(snapshot, Optional.empty(), Optional.empty());
    }

    /** Pods that may come to a zone. */
    record InZone(Snapshot snapshot, FutureZones zones, int zone) implements FarEnd {
        @Override
        public boolean isSurelyMeantBy(CompiledPolicy.Rule rule) {
            var declared = snapshot.plan().zones();
            var pod = zone < declared.size()
                    ? new FuturePod(
                            snapshot,
                            Optional.of(PodSelection.across(declared.get(zone).namespaces(), Selector.EVERYTHING)),
                            Optional.empty())
                    : anybody(snapshot);
            return rule.rule().peers().stream().anyMatch(peer -> pod.isMeantBy(peer, false));
        }

        @Override
        public boolean mayBeMeantBy(CompiledPolicy.Rule rule) {
            return rule.rule().peers().stream()
                    .anyMatch(peer -> zonesOf(peer, snapshot, zones).get(zone));
        }
    }

    record Outside(AddressSet addresses) implements FarEnd {
        @Override
        public boolean isSurelyMeantBy(CompiledPolicy.Rule rule) {
            return addresses.minus(rule.outside()).isEmpty();
        }

        @Override
        public boolean mayBeMeantBy(CompiledPolicy.Rule rule) {
            return !addresses.intersect(rule.outside()).isEmpty();
        }
    }
}
