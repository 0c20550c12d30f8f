package vn.onshore.boundary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;

/**
 * Zones and regions by name, case-sensitive as labels are. A region that holds several places (two sites share it, or the
 * catalogue knows a zone of it in another country) never tells a place by itself: only its zones do.
 */
final class Topology {
    private final Map<String, Whereabouts> zones = new TreeMap<>();
    private final Map<String, Whereabouts> regions = new TreeMap<>();
    private final Map<String, Set<String>> regionsOfZone = new HashMap<>();

    Topology(OnshoreBoundarySpec spec, List<Catalogue.Row> rows) {
        var sitesOfRegion = new TreeMap<String, Set<String>>();
        var rowsOfRegion = new TreeMap<String, List<Catalogue.Row>>();
        for (var row : rows) {
            if (row.kind() == Catalogue.Kind.zone) {
                zones.put(row.match(), row.whereabouts());
                regionsOfZone.computeIfAbsent(row.match(), _ -> new TreeSet<>()).add(row.region());
                rowsOfRegion
                        .computeIfAbsent(row.region(), _ -> new ArrayList<>())
                        .add(row);
            } else if (row.kind() == Catalogue.Kind.region) {
                rowsOfRegion
                        .computeIfAbsent(row.match(), _ -> new ArrayList<>())
                        .add(row);
            }
        }
        rowsOfRegion.remove("");
        for (var site : spec.sites()) {
            for (var zone : nodes(site).zones()) {
                zones.put(zone, listed(site.id(), "zone " + zone));
            }
            for (var region : nodes(site).regions()) {
                sitesOfRegion.computeIfAbsent(region, _ -> new TreeSet<>()).add(site.id());
            }
        }
        var names = new TreeSet<>(sitesOfRegion.keySet());
        names.addAll(rowsOfRegion.keySet());
        for (var name : names) {
            var sites = sitesOfRegion.getOrDefault(name, Set.of());
            regions.put(name, region(name, sites, rowsOfRegion.getOrDefault(name, List.of()), spec.jurisdiction()));
        }
    }

    static Site.Nodes nodes(Site site) {
        return site.nodes() == null ? new Site.Nodes(List.of(), List.of(), List.of()) : site.nodes();
    }

    Map<String, Whereabouts> zones() {
        return zones;
    }

    Map<String, Whereabouts> regions() {
        return regions;
    }

    @Nullable
    Whereabouts zone(String name) {
        return zones.get(name);
    }

    @Nullable
    Whereabouts region(String name) {
        return regions.get(name);
    }

    /** As a zone, else as a region; null if neither is listed. */
    @Nullable
    Whereabouts either(String name) {
        var zone = zones.get(name);
        return zone != null ? zone : regions.get(name);
    }

    /** Whether the catalogue says that the zone lies in the region. */
    boolean isWithin(String zone, String region) {
        return regionsOfZone.getOrDefault(zone, Set.of()).contains(region);
    }

    private static Whereabouts region(String name, Set<String> sites, List<Catalogue.Row> rows, String jurisdiction) {
        var elsewhere = rows.stream()
                .filter(row ->
                        row.kind() == Catalogue.Kind.zone && !row.country().equals(jurisdiction))
                .findFirst();
        var countries = rows.stream().map(Catalogue.Row::country).distinct().count();
        if (elsewhere.isPresent() && (countries > 1 || !sites.isEmpty())) {
            var zone = elsewhere.get();
            return Whereabouts.unlisted("region " + name + " also holds the zone " + zone.match() + " ("
                    + zone.country() + "), so the region alone does not tell; name a zone");
        }
        if (sites.size() > 1) {
            return Whereabouts.unlisted("region " + name + " is shared by the sites " + String.join(", ", sites)
                    + ", so the region alone does not tell; name a zone");
        }
        return sites.isEmpty()
                ? rows.getFirst().whereabouts()
                : listed(sites.iterator().next(), "region " + name);
    }

    private static Whereabouts listed(String site, String what) {
        return Whereabouts.atSite(site, EvidenceLevel.Provider, "boundary: " + what + " -> site " + site);
    }
}
