package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Optional;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.PortSet;

/**
 * A pod that does not exist yet, of which no more is known than that a selection matches it.
 *
 * @param selection empty if not even that is known
 * @param declared what the pod that exists declares, if it is the destination; empty if the future one is, which may declare
 *     whatever it likes
 */
record FuturePod(Snapshot snapshot, Optional<PodSelection> selection, Optional<List<NamedPort>> declared)
        implements PolicyGroup.Counterpart {
    @Override
    public boolean matches(CompiledPolicy.Rule rule) {
        for (var number : rule.peers()) {
            var set = snapshot.peers()[number];
            if (set.peer() instanceof Peer.Addresses ? set.unaddressed() : isMeantBy(set.peer(), set.allowing())) {
                return true;
            }
        }
        return false;
    }

    /** @param allowing whether it is a rule that allows, where doubt about the address counts as a match */
    boolean isMeantBy(Peer peer, boolean allowing) {
        return switch (peer) {
            case Peer.Everyone() -> true;
            case Peer.Pods(var wanted) -> surelyIn(wanted);
            case Peer.Addresses(var addresses) ->
                snapshot.datapath().addressesMeanPods()
                        && PodAddresses.mayBeIn(
                                addresses, allowing, snapshot.networks().pods());
            case Peer.Nodes nodes -> false;
            case Peer.DomainNames names -> false;
        };
    }

    @Override
    public PortSet ports(CompiledPolicy.Rule rule) {
        if (declared.isPresent()) {
            return rule.ports().on(declared.get());
        }
        return rule.action() == Action.Allow
                ? rule.ports().onAnything()
                : rule.ports().numbers();
    }

    private boolean surelyIn(PodSelection wanted) {
        if (isEveryPod(wanted)) {
            return true;
        }
        return selection.filter(some -> implies(snapshot, some, wanted)).isPresent();
    }

    /** Whether each pod that some selection matches is surely one that another one does. */
    static boolean implies(Snapshot snapshot, PodSelection some, PodSelection wanted) {
        if (wanted.namespace() != null && !wanted.namespace().equals(some.namespace())
                || !some.pods().implies(wanted.pods())) {
            return false;
        }
        return some.namespace() == null
                ? some.namespaces().implies(wanted.namespaces())
                : (some.namespaces().implies(wanted.namespaces())
                        || snapshot.namespace(some.namespace())
                                .filter(namespace -> wanted.namespaces().matches(namespace.labels()))
                                .isPresent());
    }

    static boolean isEveryPod(PodSelection selection) {
        return selection.namespace() == null
                && selection.namespaces().selectsEverything()
                && selection.pods().selectsEverything();
    }
}
