package vn.onshore.isolation.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.LocalReference;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Elsewhere;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Mode;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Zone;
import vn.onshore.api.v1alpha1.ZoneFlow;
import vn.onshore.api.v1alpha1.ZoneFlow.Peer;
import vn.onshore.api.v1alpha1.ZoneRole;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.observed.FlowBook.Flow;
import vn.onshore.isolation.observed.FlowBook.Seen;

/**
 * A declaration that would have allowed what was seen, to be read and narrowed by a person.
 *
 * @param remarks what is not in it, and what a person has to decide
 */
public record Suggestion(NetworkIsolationSpec spec, List<String> remarks) {
    private static final int MOST_ZONES = 24;
    private static final int MOST_FLOWS = 128;
    private static final int MOST_PORTS = 16;

    public Suggestion {
        remarks = List.copyOf(remarks);
    }

    /**
     * What a person knows beside the flows.
     *
     * @param boundary the name of the OnshoreBoundary
     * @param level of the system, 1 to 5
     * @param zoneLabel of namespaces that name their zone by it
     * @param labels of namespaces, as far as they are known
     */
    public record Known(String boundary, int level, String zoneLabel, Map<String, Map<String, String>> labels) {}

    public static Suggestion of(Map<Flow, Seen> seen, Known known) {
        return new Draft(seen, known).suggestion();
    }

    /** What the flows add up to, zone by zone. */
    private static final class Draft {
        private final Known known;
        private final ZoneNames names;
        private final Map<String, Map<String, PortSet>> between = new TreeMap<>();
        private final Map<String, OutsidePorts> outwards = new TreeMap<>();
        private final Map<String, OutsidePorts> inwards = new TreeMap<>();
        private final Map<String, PortSet> served = new TreeMap<>();
        private final List<String> remarks = new ArrayList<>();
        private long withoutAddress;
        private long withoutPod;

        private Draft(Map<Flow, Seen> seen, Known known) {
            this.known = known;
            var flows = seen.keySet().stream()
                    .filter(flow -> !(flow.from() instanceof Party.OnNode) && !ServedPorts.isDns(flow))
                    .sorted()
                    .toList();
            var namespaces = new TreeSet<String>();
            flows.stream().flatMap(flow -> Stream.of(flow.from(), flow.to())).forEach(party -> {
                if (party instanceof Party.InNamespace(var namespace)) {
                    namespaces.add(namespace);
                }
            });
            names = new ZoneNames(namespaces, known.labels(), known.zoneLabel());
            flows.forEach(flow -> add(flow, seen.getOrDefault(flow, Seen.NEVER).count()));
        }

        private void add(Flow flow, long count) {
            var port = PortSet.of(flow.protocol(), flow.port());
            if (flow.from() instanceof Party.InNamespace(var from) && flow.to() instanceof Party.InNamespace(var to)) {
                within(names.zone(from), names.zone(to), port);
            } else if (flow.from() instanceof Party.InNamespace(var from)
                    && flow.to() instanceof Party.Outside(var address)) {
                address.ifPresentOrElse(
                        ip -> outwards.computeIfAbsent(names.zone(from), z -> new OutsidePorts())
                                .add(ip, port),
                        () -> withoutAddress += count);
            } else if (flow.from() instanceof Party.Outside(var address)
                    && flow.to() instanceof Party.InNamespace(var to)) {
                address.ifPresentOrElse(
                        ip -> inwards.computeIfAbsent(names.zone(to), z -> new OutsidePorts())
                                .add(ip, port),
                        () -> withoutAddress += count);
            } else {
                withoutPod += count;
            }
        }

        private void within(String from, String to, PortSet port) {
            if (!from.equals(to)) {
                between.computeIfAbsent(from, z -> new TreeMap<>()).merge(to, port, PortSet::union);
                served.merge(to, port, PortSet::union);
            }
        }

        private Suggestion suggestion() {
            var zones = names.selectors().entrySet().stream()
                    .map(entry ->
                            new Zone(entry.getKey(), role(entry.getKey()), entry.getValue(), internet(entry.getKey())))
                    .toList();
            var flows = flows();
            remark(zones, flows);
            return new Suggestion(
                    new NetworkIsolationSpec(
                            new LocalReference(known.boundary()),
                            Mode.Shadow,
                            null,
                            known.level(),
                            zones,
                            flows,
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            null,
                            null,
                            elsewhere(zones),
                            false),
                    remarks);
        }

        /** A guess by who comes in and what is served; a person knows better. */
        private ZoneRole role(String zone) {
            if (inwards.containsKey(zone)) {
                return ZoneRole.DMZ;
            }
            return ServedPorts.isDatabase(served.getOrDefault(zone, PortSet.NONE))
                    ? ZoneRole.DatabaseServer
                    : ZoneRole.InternalServer;
        }

        private Internet internet(String zone) {
            var outside = outwards.get(zone);
            return outside != null && outside.isScattered() ? Internet.Any : Internet.Deny;
        }

        private List<ZoneFlow> flows() {
            var flows = new ArrayList<ZoneFlow>();
            between.forEach(
                    (from, targets) -> targets.forEach((to, ports) -> add(flows, inZone(from), inZone(to), ports)));
            outwards.forEach((zone, outside) -> {
                if (!outside.isScattered()) {
                    outside.lists().forEach((cidrs, ports) -> add(flows, inZone(zone), addresses(cidrs), ports));
                }
            });
            inwards.forEach((zone, outside) -> {
                if (outside.isScattered()) {
                    outside.families()
                            .forEach(all -> add(
                                    flows,
                                    addresses(all.cidrs().stream()
                                            .map(Object::toString)
                                            .toList()),
                                    inZone(zone),
                                    outside.allPorts()));
                } else {
                    outside.lists().forEach((cidrs, ports) -> add(flows, addresses(cidrs), inZone(zone), ports));
                }
            });
            return flows;
        }

        private static void add(List<ZoneFlow> flows, Peer from, Peer to, PortSet ports) {
            ServedPorts.written(ports, MOST_PORTS).forEach(written -> flows.add(new ZoneFlow(from, to, written)));
        }

        private static Peer inZone(String zone) {
            return new Peer(zone, null, List.of());
        }

        private static Peer addresses(List<String> cidrs) {
            return new Peer(null, null, cidrs);
        }

        /** Roles that the definition asks for and that no guess gave. */
        private List<Elsewhere> elsewhere(List<Zone> zones) {
            return Stream.of(ZoneRole.InternalServer, ZoneRole.DMZ, ZoneRole.DatabaseServer, ZoneRole.Management)
                    .filter(role -> known.level() >= 3 || role == ZoneRole.InternalServer || role == ZoneRole.DMZ)
                    .filter(role -> zones.stream().noneMatch(zone -> zone.role() == role))
                    .map(role -> new Elsewhere(
                            role, "no zone was recognised as one; give a zone this role, or say where it is"))
                    .toList();
        }

        private void remark(List<Zone> zones, List<ZoneFlow> flows) {
            if (withoutAddress > 0) {
                remarks.add(withoutAddress + " connections with the outside are left out, because the lines do not say"
                        + " to which address; add flows with cidrs for them");
            }
            if (withoutPod > 0) {
                remarks.add(
                        withoutPod + " connections are left out, because no end is a known pod; name files with Pods"
                                + " by --namespaces (kubectl get namespaces,pods,nodes -A -o yaml)");
            }
            zones.stream()
                    .filter(zone -> zone.internet() == Internet.Any)
                    .forEach(zone -> remarks.add("zone " + zone.name() + " gets internet: Any, because it went to more"
                            + " addresses than flows can list"));
            inwards.forEach((zone, outside) -> {
                if (outside.isScattered()) {
                    remarks.add("zone " + zone + " is open to every address, because more came in than flows can list");
                }
            });
            if (zones.size() > MOST_ZONES) {
                remarks.add(zones.size() + " zones are more than the " + MOST_ZONES + " of a NetworkIsolation; label"
                        + " namespaces with " + known.zoneLabel() + " and give them by --namespaces");
            }
            if (flows.size() > MOST_FLOWS) {
                remarks.add(flows.size() + " flows are more than the " + MOST_FLOWS + " of a NetworkIsolation; put"
                        + " namespaces that talk much into one zone");
            }
            remarks.add("roles are guesses by who comes in and what is served; correct them before you apply this");
        }
    }
}
