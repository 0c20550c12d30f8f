package vn.onshore.boundary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;

/** Finds what is wrong with the sites of a boundary, and what boundaries claim of each other. */
final class SiteCheck {
    private static final String OVERLAP = " overlaps %s of site %s; an address belongs to one site";

    private final OnshoreBoundarySpec spec;
    private final Catalogue catalogue;
    private final ProblemList problems;

    /** @param problems gets what is found */
    SiteCheck(OnshoreBoundarySpec spec, Catalogue catalogue, ProblemList problems) {
        this.spec = spec;
        this.catalogue = catalogue;
        this.problems = problems;
    }

    void run() {
        sites();
        topology();
        ranges();
    }

    /** Zones that several boundaries claim; see {@link Boundary#conflicts}. */
    static Map<String, List<Problem>> conflicts(Map<String, OnshoreBoundarySpec> specs) {
        var owners = new TreeMap<String, Set<String>>();
        specs.forEach((name, spec) -> spec.sites()
                .forEach(site -> Topology.nodes(site)
                        .zones()
                        .forEach(zone -> owners.computeIfAbsent(zone, _ -> new TreeSet<>())
                                .add(name))));
        var problems = new TreeMap<String, List<Problem>>();
        specs.forEach((name, spec) -> ProblemList.each(
                "spec.sites",
                spec.sites(),
                (path, site) -> ProblemList.each(
                        path + ".nodes.zones", Topology.nodes(site).zones(), (field, zone) -> {
                            var others = new TreeSet<>(owners.getOrDefault(zone, Set.of()));
                            others.remove(name);
                            if (!others.isEmpty()) {
                                problems.computeIfAbsent(name, _ -> new ArrayList<>())
                                        .add(new Problem(
                                                field,
                                                "zone " + zone + " is also claimed by the boundary "
                                                        + String.join(", ", others)
                                                        + "; a zone belongs to one boundary"));
                            }
                        })));
        return problems;
    }

    private void sites() {
        var ids = new HashMap<String, String>();
        ProblemList.each("spec.sites", spec.sites(), (path, site) -> {
            problems.once(ids, site.id(), path + ".id", "site " + site.id());
            province(path + ".province", site.province());
            ProblemList.each(path + ".nodes.providerIDs", Topology.nodes(site).providerIDs(), (field, pattern) -> {
                if (pattern.replace("*", "").isEmpty()) {
                    problems.add(field, "matches every providerID; name at least the scheme, such as openstack://hn/*");
                }
            });
            ProblemList.each(path + ".attestors", site.attestors(), (field, attestor) -> {
                if (Attestor.of(site.id(), attestor.name(), attestor.publicKey())
                        .isEmpty()) {
                    problems.add(field + ".publicKey", keyProblem(attestor.publicKey()));
                }
            });
            var names = new HashMap<String, String>();
            ProblemList.each(
                    path + ".attestors",
                    site.attestors(),
                    (field, attestor) ->
                            problems.once(names, attestor.name(), field + ".name", "attestor " + attestor.name()));
        });
    }

    private static String keyProblem(String pem) {
        return pem.contains("PRIVATE KEY")
                ? "holds a private key, which is no longer secret now; make a new pair with onshore attest keygen and"
                        + " paste the public key"
                : "is no PEM public key (BEGIN PUBLIC KEY) with Ed25519 or ECDSA P-256; make one with onshore attest"
                        + " keygen";
    }

    private void province(String path, Site.Province province) {
        var scheme = province.scheme();
        if (scheme == null) {
            problems.add(path + ".scheme", "has a value that this version does not know; use QD19-2025 or ISO3166-2");
        } else if (scheme == Site.Province.Scheme.QD19_2025
                && !catalogue.provinces().containsKey(province.code())) {
            problems.add(
                    path + ".code",
                    "is not one of the 34 codes of Decision 19/2025/QD-TTg; write two digits in quotes,"
                            + " such as \"01\" for Ha Noi");
        } else if (scheme == Site.Province.Scheme.ISO3166_2
                && !province.code().matches(spec.jurisdiction() + "-[0-9A-Z]{2,3}")) {
            problems.add(path + ".code", "must look like VN-HN when the scheme is ISO3166-2");
        }
    }

    private void topology() {
        var zones = new HashMap<String, String>();
        var sharing = new HashMap<String, Site>();
        ProblemList.each("spec.sites", spec.sites(), (path, site) -> {
            var nodes = Topology.nodes(site);
            ProblemList.each(path + ".nodes.zones", nodes.zones(), (field, zone) -> {
                problems.once(zones, zone, field, "zone " + zone);
                notForeign(field, Catalogue.Kind.zone, zone);
            });
            ProblemList.each(path + ".nodes.regions", nodes.regions(), (field, region) -> {
                notForeign(field, Catalogue.Kind.region, region);
                var other = sharing.putIfAbsent(region, site);
                if (other != null && other.id().equals(site.id())) {
                    problems.add(field, "lists region " + region + " twice; remove one");
                } else if (other != null
                        && (nodes.zones().isEmpty()
                                || Topology.nodes(other).zones().isEmpty())) {
                    problems.add(
                            field,
                            "region " + region + " is also claimed by site " + other.id()
                                    + "; sites may share a region only if both list the zones that tell them apart");
                }
            });
        });
    }

    private void notForeign(String field, Catalogue.Kind kind, String match) {
        if (!spec.useCatalogue()) {
            return;
        }
        var rows = catalogue.places().stream()
                .filter(row -> row.kind() == kind && row.match().equals(match))
                .toList();
        if (!rows.isEmpty() && rows.stream().noneMatch(row -> row.country().equals(spec.jurisdiction()))) {
            problems.add(
                    field,
                    "the catalogue places " + kind + " " + match + " of "
                            + rows.getFirst().provider() + " in "
                            + rows.getFirst().country()
                            + "; remove it, or set spec.useCatalogue to false if that is another "
                            + kind + " of the same name");
        }
    }

    private void ranges() {
        record Owned(Cidr cidr, String site) {}
        var sorted = new ArrayList<Map.Entry<Owned, String>>();
        ProblemList.each(
                "spec.sites",
                spec.sites(),
                (path, site) -> ProblemList.each(path + ".cidrs", site.cidrs(), (field, text) -> {
                    var cidr = Cidr.parse(text);
                    if (cidr.isEmpty()) {
                        problems.add(
                                field,
                                "is no address range; write network/length with zero host bits and without leading zeros,"
                                        + " such as 10.10.0.0/16");
                    } else if (cidr.get().prefix() == 0) {
                        problems.add(field, "is the whole Internet; list the ranges of the site only");
                    } else {
                        sorted.add(Map.entry(new Owned(cidr.get(), site.id()), field));
                    }
                }));
        sorted.sort((a, b) -> a.getKey().cidr().compareTo(b.getKey().cidr()));
        for (var i = 0; i < sorted.size(); i++) {
            var wide = sorted.get(i).getKey();
            for (var j = i + 1;
                    j < sorted.size()
                            && wide.cidr().overlaps(sorted.get(j).getKey().cidr());
                    j++) {
                var narrow = sorted.get(j).getKey();
                if (!narrow.site().equals(wide.site())) {
                    problems.add(sorted.get(j).getValue(), narrow.cidr() + OVERLAP.formatted(wide.cidr(), wide.site()));
                }
            }
        }
    }
}
