package vn.onshore.isolation.observed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.observed.FlowBook.Flow;
import vn.onshore.isolation.observed.FlowBook.Seen;

/**
 * Which of the connections that were seen a declaration would have dropped.
 *
 * @param dropped sorted by flow
 * @param undetermined what the lines do not tell enough of, sorted by flow
 */
public record Shadow(List<Judged> dropped, List<Judged> undetermined) {
    public Shadow {
        dropped = List.copyOf(dropped);
        undetermined = List.copyOf(undetermined);
    }

    /** @param why a sentence */
    public record Judged(Flow flow, Seen seen, String why) {}

    /**
     * Judges. Names are always allowed, because Onshore opens DNS for every zone; so is what nodes open, because no policy
     * holds there.
     *
     * @param labels of namespaces, as far as they are known
     */
    public static Shadow of(Map<Flow, Seen> seen, ZonePlan plan, Map<String, Map<String, String>> labels) {
        var judge = new Judge(plan, labels);
        var dropped = new ArrayList<Judged>();
        var undetermined = new ArrayList<Judged>();
        seen.keySet().stream().sorted().forEach(flow -> {
            var sight = seen.getOrDefault(flow, Seen.NEVER);
            switch (judge.judge(flow)) {
                case Outcome.Allowed() -> {}
                case Outcome.Dropped(var why) -> dropped.add(new Judged(flow, sight, why));
                case Outcome.Undetermined(var why) -> undetermined.add(new Judged(flow, sight, why));
            }
        });
        return new Shadow(dropped, undetermined);
    }

    private sealed interface Outcome {
        record Allowed() implements Outcome {}

        record Dropped(String why) implements Outcome {}

        record Undetermined(String why) implements Outcome {}
    }

    private static final class Judge {
        private static final Outcome ALLOWED = new Outcome.Allowed();

        private final ZonePlan plan;
        private final Map<String, Map<String, String>> labels;
        private final Map<String, Optional<Zone>> zones = new HashMap<>();

        private Judge(ZonePlan plan, Map<String, Map<String, String>> labels) {
            this.plan = plan;
            this.labels = labels;
        }

        private Outcome judge(Flow flow) {
            if (flow.from() instanceof Party.OnNode || ServedPorts.isDns(flow)) {
                return ALLOWED;
            }
            var unknown = unknownNamespace(flow);
            if (unknown.isPresent()) {
                return new Outcome.Undetermined(
                        "the labels of namespace " + unknown.get() + " are not known, so nobody can say its zone");
            }
            for (var party : List.of(flow.from(), flow.to())) {
                if (party instanceof Party.Unplaced(var address)) {
                    return new Outcome.Undetermined(
                            address + " is of the cluster's own networks, and no pod is known to have had it then");
                }
            }
            var from = zone(flow.from());
            var to = zone(flow.to());
            if (from.isEmpty() && to.isEmpty() || from.isPresent() && from.equals(to)) {
                return ALLOWED;
            }
            return isPlanned(flow, from, to)
                    ? ALLOWED
                    : lacksAddress(flow) && mayBePlanned(flow, from, to)
                            ? new Outcome.Undetermined("the line does not say which address outside it was")
                            : new Outcome.Dropped("no flow from " + said(flow.from(), from) + " to "
                                    + said(flow.to(), to) + " allows " + flow.protocol() + "/" + flow.port());
        }

        private static String said(Party party, Optional<Zone> zone) {
            return zone.map(found -> "zone " + found.name()).orElseGet(() -> switch (party) {
                case Party.InNamespace(var namespace) -> "namespace " + namespace;
                case Party.Outside outside -> outside.toString();
                case Party.Unplaced unplaced -> unplaced.toString();
                case Party.OnNode() -> "nodes";
            });
        }

        /** A namespace whose labels would have to be known to say in which zone it is. */
        private Optional<String> unknownNamespace(Flow flow) {
            for (var party : List.of(flow.from(), flow.to())) {
                if (party instanceof Party.InNamespace(var namespace)
                        && !labels.containsKey(namespace)
                        && zone(party).isEmpty()
                        && plan.zones().stream().anyMatch(zone -> !asksForNameOnly(zone.namespaces()))) {
                    return Optional.of(namespace);
                }
            }
            return Optional.empty();
        }

        private static boolean asksForNameOnly(Selector selector) {
            return selector.requirements().stream()
                    .allMatch(requirement -> requirement.key().equals(Namespace.NAME_LABEL));
        }

        private Optional<Zone> zone(Party party) {
            return party instanceof Party.InNamespace(var namespace)
                    ? zones.computeIfAbsent(namespace, this::zoneOf)
                    : Optional.empty();
        }

        private Optional<Zone> zoneOf(String namespace) {
            var all = new Namespace(namespace, labels.getOrDefault(namespace, Map.of())).labels();
            return plan.zones().stream()
                    .filter(zone -> zone.namespaces().matches(all))
                    .findFirst();
        }

        private boolean isPlanned(Flow flow, Optional<Zone> from, Optional<Zone> to) {
            return isWithin(flow.to(), from.map(Zone::internet).orElse(AddressSet.NONE))
                    || plan.flows().stream()
                            .anyMatch(planned -> planned.ports().contains(flow.protocol(), flow.port())
                                    && covers(planned.from(), flow.from(), from)
                                    && covers(planned.to(), flow.to(), to));
        }

        private static boolean covers(End end, Party party, Optional<Zone> zone) {
            return switch (end) {
                case End.InZone(var name, var only) ->
                    only.isEmpty() && zone.map(Zone::name).equals(Optional.of(name));
                case End.Addresses(var addresses) -> isWithin(party, addresses);
                case End.Pods(var selection) -> false;
            };
        }

        /** Whether it is one of the addresses; where the address is not known, whether every one is. */
        private static boolean isWithin(Party party, AddressSet addresses) {
            return party instanceof Party.Outside(var address)
                    && address.map(addresses::contains).orElseGet(() -> addresses.containsAll(AddressSet.ALL));
        }

        private static boolean lacksAddress(Flow flow) {
            return flow.from() instanceof Party.Outside(var from) && from.isEmpty()
                    || flow.to() instanceof Party.Outside(var to) && to.isEmpty();
        }

        /** Whether some address would do. */
        private boolean mayBePlanned(Flow flow, Optional<Zone> from, Optional<Zone> to) {
            return flow.to() instanceof Party.Outside
                            && from.map(zone -> !zone.internet().isEmpty()).orElse(false)
                    || plan.flows().stream()
                            .filter(planned -> planned.ports().contains(flow.protocol(), flow.port()))
                            .anyMatch(planned -> flow.to() instanceof Party.Outside
                                    ? planned.to() instanceof End.Addresses && covers(planned.from(), flow.from(), from)
                                    : planned.from() instanceof End.Addresses && covers(planned.to(), flow.to(), to));
        }
    }
}
