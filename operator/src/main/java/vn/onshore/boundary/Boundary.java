package vn.onshore.boundary;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundaryStatus;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.compliance.Verdict;

/**
 * A boundary, ready to be asked. Immutable, pure and safe for any number of threads; host, address, zone and registry
 * look-ups are hash look-ups or a binary search.
 */
public final class Boundary implements Locator {
    private final OnshoreBoundarySpec spec;
    private final Catalogue catalogue;
    private final Topology topology;
    private final Hosts hosts;
    private final Volumes volumes;
    private final NodeLadder ladder;
    private final List<Attestor> attestors;
    private final String digest;

    /** What came of compiling. */
    public sealed interface Compiled {
        /** The boundary, if it is sound. */
        default Optional<Boundary> sound() {
            return this instanceof Sound(var boundary) ? Optional.of(boundary) : Optional.empty();
        }

        /** What is wrong; empty exactly if it is sound. */
        default List<Problem> problems() {
            return this instanceof Flawed(var problems) ? problems : List.of();
        }
    }

    /** The boundary can be used. */
    public record Sound(Boundary boundary) implements Compiled {}

    /** The boundary must not be used, for at least one reason. */
    public record Flawed(List<Problem> problems) implements Compiled {
        public Flawed {
            problems = List.copyOf(problems);
        }
    }

    /** Checks the spec and compiles it with the shipped catalogue. */
    public static Compiled compile(OnshoreBoundarySpec spec) {
        var problems = BoundaryCheck.problems(spec, Catalogue.shipped());
        return problems.isEmpty() ? new Sound(new Boundary(spec, Catalogue.shipped())) : new Flawed(problems);
    }

    /**
     * What boundaries claim of each other: a zone may belong to one boundary only.
     *
     * @param specs boundaries by name
     * @return problems by name of the boundary, for every boundary concerned; empty if there are none
     */
    public static Map<String, List<Problem>> conflicts(Map<String, OnshoreBoundarySpec> specs) {
        return SiteCheck.conflicts(specs);
    }

    private Boundary(OnshoreBoundarySpec spec, Catalogue catalogue) {
        this.spec = spec;
        this.catalogue = catalogue;
        var rows = spec.useCatalogue() ? catalogue.places() : List.<Catalogue.Row>of();
        topology = new Topology(spec, rows);
        hosts = new Hosts(spec, rows);
        volumes = new Volumes(
                topology,
                hosts,
                siteIds(spec),
                DriverGrammar.byName(spec, catalogue).values());
        ladder = new NodeLadder(spec, topology, hosts, volumes, catalogue.providerIDs());
        attestors = attestors(spec.sites());
        digest = BoundaryDigest.of(spec, catalogue);
    }

    /** SHA-256 in hex of what boundary and catalogue say, whatever the order of lists whose order means nothing. */
    public String digest() {
        return digest;
    }

    /** Ids of all sites. */
    public Set<String> sites() {
        return siteIds(spec);
    }

    /**
     * The part of the boundary that a policy allows.
     *
     * @param sites ids; empty for the whole boundary. An id that the boundary lacks stays in and is never satisfied.
     */
    public Territory territory(Collection<String> sites) {
        return new Territory(spec.jurisdiction(), Set.copyOf(sites));
    }

    /** Every attestor of every site. */
    public List<Attestor> attestors() {
        return attestors;
    }

    /** How much the boundary lists, for its status. */
    public OnshoreBoundaryStatus.Counts counts() {
        return new OnshoreBoundaryStatus.Counts(
                spec.sites().size(),
                spec.endpoints().size(),
                spec.domains().size(),
                spec.registries().size(),
                spec.csiDrivers().size(),
                spec.useCatalogue() ? catalogue.places().size() : 0);
    }

    @Override
    public Whereabouts host(String host) {
        return hosts.host(Host.parse(host));
    }

    @Override
    public Whereabouts authority(String authority) {
        return hosts.host(Host.ofAuthority(authority));
    }

    @Override
    public Whereabouts address(String ip) {
        return IpAddress.parse(ip)
                .map(hosts::address)
                .orElseGet(() -> Whereabouts.unlisted("the address is no IP address without leading zeros or zone id"));
    }

    @Override
    public Whereabouts url(String url) {
        return hosts.host(Host.ofUrl(url));
    }

    @Override
    public Whereabouts registry(String imageReference) {
        return hosts.image(imageReference);
    }

    @Override
    public Whereabouts topology(String key, String value) {
        var found = switch (key) {
            case NodeFacts.ZONE -> topology.zone(value);
            case NodeFacts.REGION -> topology.region(value);
            default -> volumes.isTopologyKey(key) ? topology.either(value) : null;
        };
        if (found != null) {
            return found;
        }
        return isTopologyKey(key)
                ? Whereabouts.unlisted(key + "=" + value + " is listed neither by the boundary nor by the catalogue")
                : Whereabouts.unknown("key " + key + " says no place");
    }

    @Override
    public boolean isTopologyKey(String key) {
        return key.equals(NodeFacts.ZONE) || key.equals(NodeFacts.REGION) || volumes.isTopologyKey(key);
    }

    @Override
    public boolean knowsDriver(String driver) {
        return volumes.drivers().containsKey(driver);
    }

    @Override
    public boolean hasTopology(String driver) {
        return volumes.hasTopology(driver);
    }

    @Override
    public List<Placed> parameters(String driver, Map<String, String> parameters) {
        return volumes.parameters(driver, parameters);
    }

    @Override
    public Whereabouts handle(String driver, String handle) {
        return volumes.handle(driver, handle);
    }

    /**
     * Where a node stands, and how good the evidence is.
     *
     * @param statements verified statements, of any node; only those that are bound to exactly this node count
     */
    public Whereabouts node(NodeFacts node, Collection<VerifiedStatement> statements, Instant now) {
        return ladder.judge(node, statements, now);
    }

    /** Everything that the territory allows, sorted. */
    public Allowances allowances(Territory territory) {
        Predicate<Whereabouts> inside = where -> territory.judge(where) == Verdict.Met;
        return new Allowances(
                keys(topology.regions(), inside),
                keys(topology.zones(), inside),
                keys(topology.zones(), this::isForeign),
                keys(hosts.exact(), inside),
                keys(hosts.domains(), inside),
                cidrs(territory),
                keys(hosts.registries(), inside),
                volumes.drivers().values().stream()
                        .map(DriverGrammar::allowance)
                        .toList());
    }

    private boolean isForeign(Whereabouts where) {
        return where.place() instanceof Place.InCountry(var country) && !country.equals(spec.jurisdiction());
    }

    private List<String> cidrs(Territory territory) {
        return spec.sites().stream()
                .filter(site -> territory.sites().isEmpty() || territory.sites().contains(site.id()))
                .flatMap(site -> site.cidrs().stream())
                .flatMap(text -> Cidr.parse(text).stream())
                .distinct()
                .sorted()
                .map(Cidr::toString)
                .toList();
    }

    private static List<String> keys(Map<String, Whereabouts> places, Predicate<Whereabouts> filter) {
        return places.entrySet().stream()
                .filter(entry -> filter.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Set<String> siteIds(OnshoreBoundarySpec spec) {
        var ids = new TreeSet<String>();
        spec.sites().forEach(site -> ids.add(site.id()));
        return Collections.unmodifiableSet(ids);
    }

    private static List<Attestor> attestors(List<Site> sites) {
        return sites.stream()
                .sorted(Comparator.comparing(Site::id))
                .flatMap(site -> site.attestors().stream()
                        .flatMap(each -> Attestor.of(site.id(), each.name(), each.publicKey()).stream()))
                .toList();
    }
}
