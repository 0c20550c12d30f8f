package vn.onshore.residency.prove;

import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Locator;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Territory;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Verdict;

/**
 * Things of which the locator itself says that they lie inside or outside a territory. What it cannot read is no
 * example of either.
 *
 * @param insideLabels the region and zone labels of a place inside; empty if no site lists any
 * @param outsideZone a zone outside
 */
record Examples(
        Judge judge,
        Map<String, String> insideLabels,
        Optional<String> outsideZone,
        Optional<String> insideHost,
        Optional<String> outsideHost,
        Optional<String> lookalikeHost,
        Optional<String> insideAddress,
        Optional<String> outsideAddress,
        Optional<String> insideImage,
        Optional<String> outsideImage) {
    private static final String ATTACKER = ".attacker.example";
    private static final List<String> ZONES = List.of("ap-southeast-1a", "asia-southeast1-b", "nowhere-1a");
    private static final List<String> HOSTS = List.of("s3.ap-southeast-1.amazonaws.com", "collector" + ATTACKER);
    private static final List<String> ADDRESSES = List.of("198.51.100.7", "203.0.113.7", "192.0.2.7");
    private static final List<String> IMAGES =
            List.of("registry" + ATTACKER + "/canary:1", "public.ecr.aws/x/canary:1");

    /** What the locator and the territory say together. */
    record Judge(Locator locator, Territory territory) {

        boolean inside(Whereabouts whereabouts) {
            return territory.judge(whereabouts) == Verdict.Met;
        }

        boolean outside(Whereabouts whereabouts) {
            return territory.judge(whereabouts) == Verdict.NotMet;
        }

        private Optional<String> firstInside(Stream<String> candidates, Function<String, Whereabouts> where) {
            return candidates.filter(c -> inside(where.apply(c))).findFirst();
        }

        private Optional<String> firstOutside(Stream<String> candidates, Function<String, Whereabouts> where) {
            return candidates.filter(c -> outside(where.apply(c))).findFirst();
        }
    }

    static Examples of(CanaryInputs in) {
        var judge = new Judge(in.locator(), in.territory());
        var where = in.locator();
        var boundary = in.boundary();
        var host = judge.firstInside(hosts(boundary), where::host);
        return new Examples(
                judge,
                insideLabels(boundary, judge),
                judge.firstOutside(
                        Stream.concat(in.nodes().stream().map(CanaryInputs.Node::zone), ZONES.stream())
                                .filter(zone -> !zone.isEmpty()),
                        zone -> where.topology(NodeFacts.ZONE, zone)),
                host,
                judge.firstOutside(HOSTS.stream(), where::host),
                judge.firstOutside(Stream.of(host.orElse("s3.example.vn") + ATTACKER), where::host),
                judge.firstInside(addresses(boundary), where::address),
                judge.firstOutside(ADDRESSES.stream(), where::address),
                judge.firstInside(
                        boundary.registries().stream().map(registry -> registry.host() + "/onshore/canary:1"),
                        where::registry),
                judge.firstOutside(IMAGES.stream(), where::registry));
    }

    private static Stream<String> hosts(OnshoreBoundarySpec boundary) {
        return Stream.concat(
                boundary.endpoints().stream().map(OnshoreBoundarySpec.Endpoint::host),
                boundary.domains().stream().map(domain -> "canary." + domain.suffix()));
    }

    /** Labels of one site, so that region and zone do not contradict each other. */
    private static Map<String, String> insideLabels(OnshoreBoundarySpec boundary, Judge judge) {
        return boundary.sites().stream()
                .map(site -> insideLabels(site, judge))
                .max(Comparator.comparingInt(Map::size))
                .orElse(Map.of());
    }

    private static Map<String, String> insideLabels(Site site, Judge judge) {
        if (site.nodes() == null) {
            return Map.of();
        }
        var labels = new TreeMap<String, String>();
        judge.firstInside(site.nodes().regions().stream(), region -> judge.locator.topology(NodeFacts.REGION, region))
                .ifPresent(region -> labels.put(NodeFacts.REGION, region));
        judge.firstInside(site.nodes().zones().stream(), zone -> judge.locator.topology(NodeFacts.ZONE, zone))
                .ifPresent(zone -> labels.put(NodeFacts.ZONE, zone));
        return labels;
    }

    /** An address of each range, IPv4 first: a Service of an IPv4 cluster may not have others. */
    private static Stream<String> addresses(OnshoreBoundarySpec boundary) {
        return boundary.sites().stream()
                .flatMap(site -> site.cidrs().stream())
                .sorted(Comparator.comparing(cidr -> cidr.contains(":")))
                .flatMap(cidr -> address(cidr).stream());
    }

    /** The address after the first usable one, or the only one. */
    private static Optional<String> address(String cidr) {
        var range = new IPAddressString(cidr).getAddress();
        if (range == null) {
            return Optional.empty();
        }
        var block = range.toPrefixBlock();
        var step = block.getCount().compareTo(BigInteger.valueOf(4)) < 0 ? 0 : 2;
        return Optional.of(
                block.getLower().withoutPrefixLength().increment(step).toCanonicalString());
    }
}
