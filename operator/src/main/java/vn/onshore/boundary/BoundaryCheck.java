package vn.onshore.boundary;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;

/** Finds what is wrong with a boundary before anything relies on it. */
final class BoundaryCheck {
    private static final String OVERLAP = " overlaps %s of site %s; an address belongs to one site";

    private final OnshoreBoundarySpec spec;
    private final Catalogue catalogue;
    private final Set<String> sites;
    private final List<Problem> problems = new ArrayList<>();

    private BoundaryCheck(OnshoreBoundarySpec spec, Catalogue catalogue) {
        this.spec = spec;
        this.catalogue = catalogue;
        sites = spec.sites().stream().map(Site::id).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    static List<Problem> problems(OnshoreBoundarySpec spec, Catalogue catalogue) {
        var absent = new BoundaryCheck(spec, catalogue);
        absent.required();
        if (!absent.problems.isEmpty()) {
            return absent.problems;
        }
        var check = new BoundaryCheck(spec, catalogue);
        check.header();
        check.sites();
        check.topology();
        check.ranges();
        check.hosts();
        check.drivers();
        return check.problems;
    }

    static Map<String, List<Problem>> conflicts(Map<String, OnshoreBoundarySpec> specs) {
        var owners = new TreeMap<String, Set<String>>();
        specs.forEach((name, spec) -> spec.sites()
                .forEach(site -> Topology.nodes(site)
                        .zones()
                        .forEach(zone -> owners.computeIfAbsent(zone, _ -> new TreeSet<>())
                                .add(name))));
        var problems = new TreeMap<String, List<Problem>>();
        specs.forEach((name, spec) -> each(
                "spec.sites",
                spec.sites(),
                (path, site) -> each(path + ".nodes.zones", Topology.nodes(site).zones(), (field, zone) -> {
                    var others = new TreeSet<>(owners.getOrDefault(zone, Set.of()));
                    others.remove(name);
                    if (!others.isEmpty()) {
                        problems.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(new Problem(
                                        field,
                                        "zone " + zone + " is also claimed by the boundary " + String.join(", ", others)
                                                + "; a zone belongs to one boundary"));
                    }
                })));
        return problems;
    }

    /** All drivers by name: those of the catalogue, with what the boundary says. Patterns must have been checked. */
    static Map<String, DriverGrammar> grammars(OnshoreBoundarySpec spec, Catalogue catalogue) {
        var grammars = new TreeMap<String, DriverGrammar>();
        catalogue.drivers().forEach(driver -> grammars.put(driver.name(), driver));
        for (var driver : spec.csiDrivers()) {
            var handle = driver.volumeHandle() == null ? null : Pattern.compile(driver.volumeHandle());
            grammars.put(
                    driver.name(),
                    grammars.getOrDefault(driver.name(), DriverGrammar.named(driver.name()))
                            .with(driver.topologyKeys(), driver.locationParameters(), handle));
        }
        return grammars;
    }

    /** Files, unlike API servers, can leave out what must be there. */
    private void required() {
        present("spec.jurisdiction", spec.jurisdiction());
        each("spec.sites", spec.sites(), (path, site) -> {
            present(path + ".id", site.id());
            present(path + ".province", site.province());
            present(
                    path + ".province.code",
                    site.province() == null ? "" : site.province().code());
            each(path + ".attestors", site.attestors(), (field, attestor) -> {
                present(field + ".name", attestor.name());
                present(field + ".publicKey", attestor.publicKey());
            });
        });
        each("spec.endpoints", spec.endpoints(), (path, endpoint) -> {
            present(path + ".host", endpoint.host());
            present(path + ".site", endpoint.site());
        });
        each("spec.domains", spec.domains(), (path, domain) -> {
            present(path + ".suffix", domain.suffix());
            present(path + ".site", domain.site());
        });
        each("spec.registries", spec.registries(), (path, registry) -> present(path + ".host", registry.host()));
        each("spec.csiDrivers", spec.csiDrivers(), (path, driver) -> present(path + ".name", driver.name()));
    }

    private void present(String field, @Nullable Object value) {
        if (value == null) {
            problem(field, "is missing; add it");
        }
    }

    private void header() {
        if (!spec.jurisdiction().matches("[A-Z]{2}")) {
            problem("spec.jurisdiction", "is no ISO 3166-1 alpha-2 code; write VN");
        }
        if (spec.nodeGuard() == null) {
            problem("spec.nodeGuard", "has a value that this version does not know; use None or Taint");
        }
        if (spec.sites().isEmpty()) {
            problem("spec.sites", "is empty; name at least one site");
        }
        var exemptions = spec.exemptionsOrNone();
        var exempts = !exemptions.namespaces().isEmpty() || !exemptions.nodes().isEmpty();
        if (exempts && (exemptions.reason() == null || exemptions.reason().isBlank())) {
            problem("spec.exemptions.reason", "is missing; say why something is exempt");
        }
    }

    private void sites() {
        var ids = new HashMap<String, String>();
        each("spec.sites", spec.sites(), (path, site) -> {
            once(ids, site.id(), path + ".id", "site " + site.id());
            province(path + ".province", site.province());
            each(path + ".nodes.providerIDs", Topology.nodes(site).providerIDs(), (field, pattern) -> {
                if (pattern.replace("*", "").isEmpty()) {
                    problem(field, "matches every providerID; name at least the scheme, such as openstack://hn/*");
                }
            });
            each(path + ".attestors", site.attestors(), (field, attestor) -> {
                if (Attestor.of(site.id(), attestor.name(), attestor.publicKey())
                        .isEmpty()) {
                    problem(field + ".publicKey", keyProblem(attestor.publicKey()));
                }
            });
            var names = new HashMap<String, String>();
            each(
                    path + ".attestors",
                    site.attestors(),
                    (field, attestor) -> once(names, attestor.name(), field + ".name", "attestor " + attestor.name()));
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
            problem(path + ".scheme", "has a value that this version does not know; use QD19-2025 or ISO3166-2");
        } else if (scheme == Site.Province.Scheme.QD19_2025
                && !catalogue.provinces().containsKey(province.code())) {
            problem(
                    path + ".code",
                    "is not one of the 34 codes of Decision 19/2025/QD-TTg; write two digits in quotes,"
                            + " such as \"01\" for Ha Noi");
        } else if (scheme == Site.Province.Scheme.ISO3166_2
                && !province.code().matches(spec.jurisdiction() + "-[0-9A-Z]{2,3}")) {
            problem(path + ".code", "must look like VN-HN when the scheme is ISO3166-2");
        }
    }

    private void topology() {
        var zones = new HashMap<String, String>();
        var sharing = new HashMap<String, Site>();
        each("spec.sites", spec.sites(), (path, site) -> {
            var nodes = Topology.nodes(site);
            each(path + ".nodes.zones", nodes.zones(), (field, zone) -> {
                once(zones, zone, field, "zone " + zone);
                notForeign(field, Catalogue.Kind.zone, zone);
            });
            each(path + ".nodes.regions", nodes.regions(), (field, region) -> {
                notForeign(field, Catalogue.Kind.region, region);
                var other = sharing.putIfAbsent(region, site);
                if (other != null && other.id().equals(site.id())) {
                    problem(field, "lists region " + region + " twice; remove one");
                } else if (other != null
                        && (nodes.zones().isEmpty()
                                || Topology.nodes(other).zones().isEmpty())) {
                    problem(
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
            problem(
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
        each(
                "spec.sites",
                spec.sites(),
                (path, site) -> each(path + ".cidrs", site.cidrs(), (field, text) -> {
                    var cidr = Cidr.parse(text);
                    if (cidr.isEmpty()) {
                        problem(
                                field,
                                "is no address range; write network/length with zero host bits and without leading zeros,"
                                        + " such as 10.10.0.0/16");
                    } else if (cidr.get().prefix() == 0) {
                        problem(field, "is the whole Internet; list the ranges of the site only");
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
                    problem(sorted.get(j).getValue(), narrow.cidr() + OVERLAP.formatted(wide.cidr(), wide.site()));
                }
            }
        }
    }

    private void hosts() {
        var endpoints = new HashMap<String, String>();
        each("spec.endpoints", spec.endpoints(), (path, endpoint) -> {
            knownSite(path + ".site", endpoint.site());
            switch (Host.parse(endpoint.host())) {
                case Host.Name(var name) -> once(endpoints, name, path + ".host", "host " + name);
                case Host.Literal(var address) ->
                    problem(path + ".host", address + " is an IP address; list it in cidrs of the site");
                case Host.Invalid(var reason) ->
                    problem(path + ".host", reason + "; write a host without scheme, port, path or wildcard");
            }
        });
        var domains = new HashMap<String, String>();
        each("spec.domains", spec.domains(), (path, domain) -> {
            knownSite(path + ".site", domain.site());
            if (!(Host.parse(domain.suffix()) instanceof Host.Name(var name))) {
                problem(path + ".suffix", "is no domain; write it without leading dot or wildcard, such as example.vn");
            } else if (name.indexOf('.') < 0) {
                problem(path + ".suffix", "is a whole top-level domain; name a domain that you control");
            } else {
                once(domains, name, path + ".suffix", "domain " + name);
            }
        });
        var registries = new HashMap<String, String>();
        each("spec.registries", spec.registries(), (path, registry) -> {
            if (registry.site() != null) {
                knownSite(path + ".site", registry.site());
            }
            var parsed = ImageRegistry.parse(registry.host());
            if (parsed.isEmpty()) {
                problem(path + ".host", "is no registry host; write host or host:port without scheme or path");
            } else {
                once(
                        registries,
                        parsed.get().host(),
                        path + ".host",
                        "registry " + parsed.get().host());
            }
        });
    }

    private void drivers() {
        var names = new HashMap<String, String>();
        each("spec.csiDrivers", spec.csiDrivers(), (path, driver) -> {
            once(names, driver.name(), path + ".name", "driver " + driver.name());
            if (driver.volumeHandle() != null) {
                handle(path + ".volumeHandle", driver.volumeHandle(), driver);
            }
        });
    }

    private void handle(String field, String text, OnshoreBoundarySpec.CsiDriver driver) {
        try {
            var groups = Pattern.compile(text).namedGroups().keySet();
            if (!DriverGrammar.USER_GROUPS.containsAll(groups)) {
                problem(field, "has a named group other than site, zone, region and host; rename it");
            } else if (groups.isEmpty()
                    && driver.topologyKeys().isEmpty()
                    && driver.locationParameters().isEmpty()) {
                problem(
                        field,
                        "has none of the groups site, zone, region and host; add one, or list topologyKeys or"
                                + " locationParameters that say the place instead");
            }
        } catch (PatternSyntaxException e) {
            problem(field, "is no RE2 pattern (" + e.getDescription() + "); correct it");
        }
    }

    private void knownSite(String field, String site) {
        if (!sites.contains(site)) {
            problem(field, "names the site " + site + ", which spec.sites does not have");
        }
    }

    private void once(Map<String, String> seen, String key, String field, String what) {
        var first = seen.putIfAbsent(key, field);
        if (first != null) {
            problem(field, what + " is already listed at " + first + "; list it once");
        }
    }

    private void problem(String field, String sentence) {
        problems.add(new Problem(field, sentence));
    }

    private interface Visitor<T> {
        void visit(String path, T item);
    }

    private static <T> void each(String path, List<T> items, Visitor<T> visitor) {
        for (var i = 0; i < items.size(); i++) {
            visitor.visit(path + "[" + i + "]", items.get(i));
        }
    }
}
