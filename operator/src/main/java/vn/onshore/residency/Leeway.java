package vn.onshore.residency;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.DataResidencySpec.NodeEvidence;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.CsiDriver;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Domain;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Endpoint;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Registry;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Digest;
import vn.onshore.manifest.Quoted;

/**
 * What a policy and its boundary let in, each thing in few words: kept in the status, so that whatever is added can be told,
 * also if it was added while no operator ran. Pure.
 */
final class Leeway {
    /** Things that are told apart; all others count as one. */
    static final int TOLD_APART = 499;

    /** Characters of one thing; of a longer one its digest tells it from others. */
    private static final int LONGEST = 100;

    private static final int DIGEST = 16;
    private static final String ACCESS = "interactive access for ";
    private static final String ANYBODY = ACCESS + "anybody";

    private Leeway() {}

    /** In a fixed order: what is few first, so that it is always told apart. */
    static List<String> of(DataResidencySpec policy, OnshoreBoundarySpec boundary) {
        var things = Stream.concat(ofPolicy(policy), ofBoundary(boundary, policy.sites()))
                .toList();
        return things.size() <= TOLD_APART ? things : othersAsOne(things);
    }

    private static Stream<String> ofPolicy(DataResidencySpec policy) {
        return Stream.of(
                        evidence(policy.minimumNodeEvidence()),
                        named("scheduler ", policy.schedulers().stream()),
                        access(policy.interactiveAccess()))
                .flatMap(Function.identity());
    }

    /** @param ids of the sites that the policy allows; empty for all, and for the catalogue as well */
    private static Stream<String> ofBoundary(OnshoreBoundarySpec boundary, List<String> ids) {
        Predicate<@Nullable String> inside = site -> site == null || ids.isEmpty() || ids.contains(site);
        var sites =
                boundary.sites().stream().filter(site -> inside.test(site.id())).toList();
        var domains = boundary.domains().stream().filter(domain -> inside.test(domain.site()));
        var registries = boundary.registries().stream().filter(registry -> inside.test(registry.site()));
        var endpoints = boundary.endpoints().stream().filter(endpoint -> inside.test(endpoint.site()));
        return Stream.of(
                        ids.isEmpty() && boundary.useCatalogue()
                                ? Stream.of("the provider catalogue")
                                : Stream.<String>of(),
                        named("site ", sites.stream().map(Site::id)),
                        named("domain ", domains.map(Domain::suffix)),
                        named("registry ", registries.map(Registry::host)),
                        named("CSI driver ", boundary.csiDrivers().stream().map(CsiDriver::name)),
                        named("attestor ", sites.stream().flatMap(Leeway::attestors)),
                        named("endpoint ", endpoints.map(Endpoint::host)),
                        named("providerID ", nodes(sites, Site.Nodes::providerIDs)),
                        named("region ", nodes(sites, Site.Nodes::regions)),
                        named("zone ", nodes(sites, Site.Nodes::zones)),
                        named("CIDR ", sites.stream().flatMap(site -> site.cidrs().stream())))
                .flatMap(Function.identity());
    }

    private static List<String> othersAsOne(List<String> things) {
        var others = things.subList(TOLD_APART, things.size());
        var one = others.size() + " others, digest " + digest(String.join("\n", others));
        return Stream.concat(things.stream().limit(TOLD_APART), Stream.of(one)).toList();
    }

    /** What is let in now and was not before; nothing if nobody knows what was. */
    static List<String> added(List<String> before, List<String> after) {
        if (before.isEmpty()) {
            return List.of();
        }
        var known = Set.copyOf(before);
        return after.stream()
                .filter(thing -> !known.contains(thing) && !(thing.startsWith(ACCESS) && known.contains(ANYBODY)))
                .toList();
    }

    /** Every level that does. */
    private static Stream<String> evidence(@Nullable NodeEvidence minimum) {
        return minimum == null
                ? Stream.of()
                : Arrays.stream(NodeEvidence.values())
                        .filter(level -> level.compareTo(minimum) >= 0)
                        .map(level -> "node evidence " + level);
    }

    private static Stream<String> access(DataResidencySpec.@Nullable InteractiveAccess access) {
        return access == null ? Stream.of(ANYBODY) : named(ACCESS + "group ", access.groups().stream());
    }

    private static Stream<String> attestors(Site site) {
        return site.attestors().stream()
                .map(attestor -> attestor.name() + " of " + site.id() + ", key "
                        + digest(attestor.publicKey().strip()));
    }

    private static Stream<String> nodes(List<Site> sites, Function<Site.Nodes, List<String>> field) {
        return sites.stream()
                .flatMap(site -> Stream.ofNullable(site.nodes()))
                .flatMap(nodes -> field.apply(nodes).stream());
    }

    private static Stream<String> named(String kind, Stream<String> names) {
        return names.sorted().distinct().map(name -> kind + shortened(name));
    }

    /** No two names become one by that. */
    private static String shortened(String name) {
        var printable = Quoted.printable(name);
        if (printable.equals(name) && name.length() <= LONGEST) {
            return name;
        }
        var beginning = new StringBuilder();
        printable.codePoints().limit(LONGEST).forEach(beginning::appendCodePoint);
        return beginning + "…, digest " + digest(name);
    }

    private static String digest(String text) {
        return Digest.sha256(text).substring(0, DIGEST);
    }
}
