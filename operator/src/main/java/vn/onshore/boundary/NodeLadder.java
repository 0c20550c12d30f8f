package vn.onshore.boundary;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;

/**
 * Climbs the evidence ladder for one node: labels, then providerID, then signed statements, then CSI topology and
 * addresses. Each source makes a claim; two claims that cannot both be true make the node Inconsistent. What says nothing
 * neither lifts nor contradicts.
 */
final class NodeLadder {
    private final String jurisdiction;
    private final Topology topology;
    private final Hosts hosts;
    private final Volumes volumes;
    private final List<Pattern> grammars;
    private final Map<String, Site> sites = new TreeMap<>();
    private final Map<String, List<Pattern>> providerIDs = new HashMap<>();

    /** What one source says. */
    private record Claim(String source, Whereabouts where) {
        String sentence() {
            return source + " says " + words(where.place());
        }

        private static String words(Place place) {
            return switch (place) {
                case Place.AtSite(var site) -> "site " + site;
                case Place.InCountry(var country) -> "country " + country;
                case Place.InBoundary() -> "inside";
                case Place.Unlisted(var reason) -> reason;
                case Place.Unsaid(var reason) -> reason;
                case Place.Unknown(var reason) -> reason;
            };
        }
    }

    NodeLadder(
            OnshoreBoundarySpec spec,
            Topology topology,
            Hosts hosts,
            Volumes volumes,
            List<Pattern> providerIDGrammars) {
        jurisdiction = spec.jurisdiction();
        this.topology = topology;
        this.hosts = hosts;
        this.volumes = volumes;
        grammars = providerIDGrammars;
        for (var site : spec.sites()) {
            sites.put(site.id(), site);
            providerIDs.put(
                    site.id(),
                    Topology.nodes(site).providerIDs().stream()
                            .map(NodeLadder::glob)
                            .toList());
        }
    }

    Whereabouts judge(NodeFacts node, Collection<VerifiedStatement> statements, Instant now) {
        var labels = labels(node);
        if (labels == null) {
            return Whereabouts.unknown("node " + node.name() + " has neither " + NodeFacts.REGION + " nor "
                    + NodeFacts.ZONE + "; label it");
        }
        var claims = new ArrayList<Claim>();
        claims.add(labels.claim());
        if (labels.conflict() != null) {
            claims.add(labels.conflict());
        }
        var provider = provider(node, labels.claim().where().place());
        claims.addAll(provider);
        var attested = attested(node, statements, now);
        claims.addAll(attested);
        var csi = csi(node);
        claims.addAll(csi);
        var addresses = addresses(node, labels.claim().where().place());
        claims.addAll(addresses);
        return conclude(node, claims, level(node, claims.getFirst(), provider, attested, csi, addresses));
    }

    private EvidenceLevel level(
            NodeFacts node,
            Claim labels,
            List<Claim> provider,
            List<Claim> attested,
            List<Claim> csi,
            List<Claim> addresses) {
        if (!(labels.where().place() instanceof Place.AtSite(var site))) {
            return labels.where().place() instanceof Place.InCountry ? EvidenceLevel.SelfDeclared : EvidenceLevel.None;
        }
        var needsProvider = !providerIDs.getOrDefault(site, List.of()).isEmpty();
        if (node.isVirtual() || needsProvider && provider.isEmpty()) {
            return EvidenceLevel.SelfDeclared;
        }
        if (attested.isEmpty()) {
            return needsProvider ? EvidenceLevel.Provider : EvidenceLevel.SelfDeclared;
        }
        var corroborated = !csi.isEmpty()
                && !addresses.isEmpty()
                && addresses.size() == node.addresses().size();
        return corroborated ? EvidenceLevel.Corroborated : EvidenceLevel.Attested;
    }

    private Whereabouts conclude(NodeFacts node, List<Claim> claims, EvidenceLevel level) {
        var first = claims.getFirst();
        var sources = claims.stream().map(NodeLadder::source).distinct().toList();
        for (var other : claims) {
            if (!agree(first.where().place(), other.where().place())) {
                return Whereabouts.contradictory(
                        first.where().place(), sources, first.sentence() + ", but " + other.sentence());
            }
        }
        var noted = node.isVirtual() ? plus(sources, "virtual node: only its own labels count") : sources;
        var place = first.where().place() instanceof Place.Unlisted(var reason)
                ? new Place.Unlisted(first.source() + " names " + reason)
                : first.where().place();
        return new Whereabouts(place, level, noted, null);
    }

    private static String source(Claim claim) {
        return claim.source() + " -> " + Claim.words(claim.where().place());
    }

    private static List<String> plus(List<String> sources, String more) {
        var all = new ArrayList<>(sources);
        all.add(more);
        return all;
    }

    /** Whether both can be true. A catalogue row in the jurisdiction agrees with every site. */
    private boolean agree(Place labels, Place other) {
        return switch (labels) {
            case Place.AtSite(var site) ->
                switch (other) {
                    case Place.AtSite(var another) -> site.equals(another);
                    case Place.InCountry(var country) -> country.equals(jurisdiction);
                    default -> false;
                };
            case Place.InCountry(var country) ->
                switch (other) {
                    case Place.AtSite ignored -> country.equals(jurisdiction);
                    case Place.InCountry(var another) -> country.equals(another);
                    default -> !country.equals(jurisdiction);
                };
            default -> !(other instanceof Place.AtSite);
        };
    }

    private record Labels(Claim claim, @Nullable Claim conflict) {}

    /**
     * What the labels say together: the zone decides, and the region must not say otherwise. Null if there is neither.
     */
    private @Nullable Labels labels(NodeFacts node) {
        var zone = node.zone().isEmpty() ? null : claim(NodeFacts.ZONE, node.zone(), topology.zone(node.zone()));
        var region =
                node.region().isEmpty() ? null : claim(NodeFacts.REGION, node.region(), topology.region(node.region()));
        if (zone == null) {
            return region == null ? null : new Labels(region, null);
        }
        if (region == null) {
            return new Labels(zone, null);
        }
        var atSite = zone.where().place() instanceof Place.AtSite(var id) ? sites.get(id) : null;
        if (atSite != null) {
            return new Labels(zone, contradicts(atSite, node.region(), region) ? region : null);
        }
        if (zone.where().place() instanceof Place.InCountry(var country)) {
            if (topology.isWithin(node.zone(), node.region())) {
                var refined = country.equals(jurisdiction) && region.where().place() instanceof Place.AtSite;
                return new Labels(refined ? region : zone, null);
            }
            var coherent = agree(zone.where().place(), region.where().place());
            return new Labels(zone, coherent ? null : region);
        }
        return unlistedZone(node, zone, region);
    }

    /** A zone that nobody lists, in a region that a site lists, is outside unless the site tells itself by region. */
    private Labels unlistedZone(NodeFacts node, Claim zone, Claim region) {
        if (region.where().place() instanceof Place.AtSite(var id)) {
            var site = sites.get(id);
            if (site != null && Topology.nodes(site).zones().isEmpty()) {
                return new Labels(new Claim(region.source() + " (zone " + node.zone() + ")", region.where()), null);
            }
        }
        return new Labels(zone, null);
    }

    /** Whether a region label cannot stand beside a zone of the site. */
    private static boolean contradicts(Site site, String label, Claim region) {
        var listed = Topology.nodes(site).regions();
        if (listed.contains(label)) {
            return false;
        }
        return !listed.isEmpty() || !(region.where().place() instanceof Place.Unlisted);
    }

    private static Claim claim(String key, String value, @Nullable Whereabouts found) {
        var where = found != null ? found : Whereabouts.unlisted(value + ", which nobody lists");
        return new Claim("label " + key + "=" + value, where);
    }

    /** What spec.providerID says; empty if it says nothing that the boundary could read. */
    private List<Claim> provider(NodeFacts node, Place labels) {
        var id = node.providerID();
        if (id.isEmpty()) {
            return List.of();
        }
        var source = "providerID " + id;
        var matching = new TreeSet<String>();
        providerIDs.forEach((site, patterns) -> {
            if (patterns.stream().anyMatch(pattern -> pattern.matches(id))) {
                matching.add(site);
            }
        });
        if (!matching.isEmpty()) {
            var site = labels instanceof Place.AtSite(var said) && matching.contains(said) ? said : matching.first();
            return List.of(new Claim(source, Whereabouts.atSite(site, EvidenceLevel.Provider, source)));
        }
        var read = read(id);
        if (read != null) {
            return List.of(new Claim(source, read));
        }
        var expected = labels instanceof Place.AtSite(var said)
                && !providerIDs.getOrDefault(said, List.of()).isEmpty();
        return expected
                ? List.of(new Claim(source, Whereabouts.unlisted("something that matches no pattern of any site")))
                : List.of();
    }

    /** The place that a providerID of a widespread cloud names; null if it has no such form. */
    private @Nullable Whereabouts read(String id) {
        for (var grammar : grammars) {
            var matcher = grammar.matcher(id);
            if (matcher.matches()) {
                var said = grammar.namedGroups().keySet().stream()
                        .map(matcher::group)
                        .findFirst()
                        .orElse(id);
                var known = topology.either(said);
                return known != null ? known : Whereabouts.unlisted(said + ", which nobody lists");
            }
        }
        return null;
    }

    private static List<Claim> attested(NodeFacts node, Collection<VerifiedStatement> statements, Instant now) {
        return statements.stream()
                .filter(statement -> statement.speaksOf(node, now))
                .map(statement -> new Claim(
                        "statement signed by " + statement.attestor(),
                        Whereabouts.atSite(statement.site(), EvidenceLevel.Attested, statement.attestor())))
                .toList();
    }

    private List<Claim> csi(NodeFacts node) {
        var claims = new ArrayList<Claim>();
        var keys = node.csiTopologyKeys().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        for (var key : keys) {
            var value = node.labels().getOrDefault(key, "");
            if (!value.isEmpty() && isPlaceKey(key)) {
                var found = key.equals(NodeFacts.ZONE)
                        ? topology.zone(value)
                        : key.equals(NodeFacts.REGION) ? regionOfNode(node, value) : topology.either(value);
                claims.add(new Claim(
                        "CSI topology " + key + "=" + value,
                        claim(key, value, found).where()));
            }
        }
        return claims;
    }

    /** A region that holds several places says nothing beyond the zone label. */
    private @Nullable Whereabouts regionOfNode(NodeFacts node, String region) {
        var found = topology.region(region);
        var ambiguous = found != null && found.place() instanceof Place.Unlisted;
        return ambiguous && !node.zone().isEmpty() ? topology.zone(node.zone()) : found;
    }

    private boolean isPlaceKey(String key) {
        return key.equals(NodeFacts.ZONE) || key.equals(NodeFacts.REGION) || volumes.isTopologyKey(key);
    }

    /** What the addresses say, as far as the site lists ranges of their family. */
    private List<Claim> addresses(NodeFacts node, Place labels) {
        var site = labels instanceof Place.AtSite(var id) ? sites.get(id) : null;
        var claims = new ArrayList<Claim>();
        for (var text : node.addresses()) {
            IpAddress.parse(text).ifPresent(address -> {
                var where = hosts.address(address);
                if (where.place() instanceof Place.AtSite || site != null && lists(site, address.isV4())) {
                    claims.add(new Claim("address " + address, where));
                }
            });
        }
        return claims;
    }

    private static boolean lists(Site site, boolean v4) {
        return site.cidrs().stream()
                .flatMap(text -> Cidr.parse(text).stream())
                .anyMatch(cidr -> cidr.network().isV4() == v4);
    }

    private static Pattern glob(String pattern) {
        var regex = Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
