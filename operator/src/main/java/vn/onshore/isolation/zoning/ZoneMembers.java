package vn.onshore.isolation.zoning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.onshore.boundary.Problem;
import vn.onshore.isolation.model.Namespace;

/**
 * Which namespaces the zones have.
 *
 * @param byZone names of each zone's namespaces, sorted
 */
public record ZoneMembers(Zoning zoning, Map<String, List<String>> byZone) {
    private static final int NAMED = 5;

    /** @param namespaces of the cluster, or of the input, all of them */
    public static ZoneMembers of(Zoning zoning, Collection<Namespace> namespaces) {
        var byZone = new TreeMap<String, List<String>>();
        for (var zone : zoning.zones()) {
            byZone.put(
                    zone.name(),
                    namespaces.stream()
                            .filter(namespace -> zone.namespaces().matches(namespace.labels()))
                            .map(Namespace::name)
                            .sorted()
                            .toList());
        }
        return new ZoneMembers(zoning, byZone);
    }

    /** Whether a namespace has the zone that a move gives it. One that does not exist yet has none. */
    public boolean isDone(Zoning.Move move) {
        var to = move.to();
        return to == null
                ? byZone.values().stream().noneMatch(names -> names.contains(move.namespace()))
                : byZone.getOrDefault(to, List.of()).contains(move.namespace());
    }

    /** That namespaces are in two zones; empty if none is. */
    public Optional<Problem> overlap() {
        var zones = zoning.zones();
        for (var later = 1; later < zones.size(); later++) {
            for (var earlier = 0; earlier < later; earlier++) {
                var common = new ArrayList<>(byZone.get(zones.get(later).name()));
                common.retainAll(byZone.get(zones.get(earlier).name()));
                if (!common.isEmpty()) {
                    return Optional.of(new Problem(
                            "spec.zones[" + later + "].namespaceSelector",
                            common.stream().limit(NAMED).toList()
                                    + (common.size() > NAMED ? " and " + (common.size() - NAMED) + " more" : "")
                                    + " are in zone " + zones.get(earlier).name()
                                    + " as well; a namespace is in one zone, so change the selector or the labels"));
                }
            }
        }
        return Optional.empty();
    }
}
