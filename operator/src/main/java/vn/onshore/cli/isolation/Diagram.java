package vn.onshore.cli.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.ZoneRole;
import vn.onshore.boundary.Cidr;
import vn.onshore.cli.isolation.Declarations.Declared;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.Zoning.Side;

/**
 * Zones and flows of a NetworkIsolation, and what is really open.
 *
 * @param rows boxes from top to bottom: outside, then zones from those at the border to management
 */
record Diagram(List<List<Box>> rows, List<Arrow> arrows) {
    static final String INTERNET = "Internet";

    Diagram {
        rows = List.copyOf(rows);
        arrows = List.copyOf(arrows);
    }

    /** @param note the role of a zone, or the addresses of a site */
    record Box(String name, String note, boolean outside) {}

    enum Sort {
        /** Declared, and open. */
        Flow,
        /** Declared, and not open. */
        Shut,
        /** Open, and not declared. */
        Leak
    }

    record Arrow(String from, String to, String label, Sort sort) {}

    private record Pair(String from, String to) {}

    static Diagram of(Declared declared, World world, DatapathProfile datapath) {
        var zoning = declared.zoning();
        var reachability = Reachability.of(world, datapath, declared.plan());
        var open = open(zoning, world, reachability);
        var planned = new LinkedHashMap<Pair, PortSet>();
        for (var flow : zoning.flows()) {
            planned.merge(new Pair(box(flow.from()), box(flow.to())), flow.ports(), PortSet::union);
        }
        return new Diagram(rows(zoning), arrows(zoning, planned, open, leaks(reachability.zones())));
    }

    /** What each pair of zones has open. */
    private static Map<Pair, PortSet> open(Zoning zoning, World world, Reachability reachability) {
        var zones = new TreeMap<String, String>();
        for (var namespace : world.namespaces()) {
            for (var zone : zoning.zones()) {
                if (zone.namespaces().matches(namespace.labels())) {
                    zones.put(namespace.name(), zone.name());
                }
            }
        }
        var open = new LinkedHashMap<Pair, PortSet>();
        for (var row : reachability.connections(AddressSet.ALL)) {
            var from = box(row.source(), zones);
            var to = box(row.destination(), zones);
            if (from != null && to != null && !from.equals(to)) {
                open.merge(new Pair(from, to), row.ports(), PortSet::union);
            }
        }
        return open;
    }

    private static @Nullable String box(Party party, Map<String, String> zones) {
        return switch (party) {
            case Party.Inside(var workload) -> zones.get(workload.namespace());
            case Party.Outside outside -> INTERNET;
        };
    }

    private static String box(Side side) {
        return switch (side) {
            case Side.InZone(var zone) -> zone;
            case Side.Outside(var site, var cidrs) -> site == null ? joined(cidrs) : "site " + site;
        };
    }

    private static String joined(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).collect(Collectors.joining(", "));
    }

    /** The pairs of which the engine says that more is open than planned. */
    private static Set<Pair> leaks(ZoneMatrix matrix) {
        var leaks = new LinkedHashSet<Pair>();
        for (var cell : matrix.cells()) {
            if (cell.leaks() > 0) {
                leaks.add(new Pair(name(cell.from()), name(cell.to())));
            }
        }
        return leaks;
    }

    private static String name(ZoneMatrix.Party party) {
        return party instanceof ZoneMatrix.Party.OfZone(var zone) ? zone : INTERNET;
    }

    private static List<Arrow> arrows(
            Zoning zoning, Map<Pair, PortSet> planned, Map<Pair, PortSet> open, Set<Pair> leaks) {
        var arrows = new ArrayList<Arrow>();
        var declared = new LinkedHashMap<Pair, PortSet>();
        planned.forEach((pair, ports) -> {
            var from = zoning.zone(pair.from).isPresent() ? pair.from : INTERNET;
            var to = zoning.zone(pair.to).isPresent() ? pair.to : INTERNET;
            declared.merge(new Pair(from, to), ports, PortSet::union);
            var really = ports.intersect(open.getOrDefault(new Pair(from, to), PortSet.NONE));
            add(arrows, pair, really, Sort.Flow);
            add(arrows, pair, ports.minus(really), Sort.Shut);
        });
        open.forEach((pair, ports) -> {
            var more = ports.minus(declared.getOrDefault(pair, PortSet.NONE));
            if (leaks.contains(pair)) {
                // Of a port that flows may use with some addresses, the leak is with others.
                add(arrows, pair, more.isEmpty() ? ports : more, Sort.Leak);
            } else {
                add(arrows, pair, more, Sort.Flow);
            }
        });
        arrows.sort(Comparator.comparing(Arrow::from)
                .thenComparing(Arrow::to)
                .thenComparing(Arrow::sort)
                .thenComparing(Arrow::label));
        return arrows;
    }

    private static void add(List<Arrow> arrows, Pair pair, PortSet ports, Sort sort) {
        if (!ports.isEmpty()) {
            arrows.add(new Arrow(pair.from, pair.to, Names.of(ports), sort));
        }
    }

    private static List<List<Box>> rows(Zoning zoning) {
        var outside = new TreeMap<String, Box>();
        for (var flow : zoning.flows()) {
            for (var side : List.of(flow.from(), flow.to())) {
                if (side instanceof Side.Outside(var site, var cidrs)) {
                    outside.put(box(side), new Box(box(side), site == null ? "" : joined(cidrs), true));
                }
            }
        }
        var rows = new ArrayList<List<Box>>();
        var top = new ArrayList<Box>();
        top.add(new Box(INTERNET, "", true));
        top.addAll(outside.values());
        rows.add(top);
        for (var level = 1; level <= 4; level++) {
            var row = new ArrayList<Box>();
            for (var zone : zoning.zones()) {
                if (level(zone.role()) == level) {
                    row.add(new Box(zone.name(), zone.role() + ", Internet: " + zone.internet(), false));
                }
            }
            if (!row.isEmpty()) {
                row.sort(Comparator.comparing(Box::name));
                rows.add(row);
            }
        }
        return rows;
    }

    private static int level(ZoneRole role) {
        return switch (role) {
            case Perimeter, DMZ, WAN, Wireless -> 1;
            case Internal, InternalServer -> 2;
            case DatabaseServer, LogStore, Backup -> 3;
            case Management, DeviceAdministration -> 4;
        };
    }
}
