package vn.onshore.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.CsiDriver;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Domain;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Endpoint;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Exemptions;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.NodeGuard;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Registry;
import vn.onshore.api.v1alpha1.Site;

@SuppressWarnings("NullAway")
class BoundaryCheckTest {
    private static final Site.Nodes NO_NODES = new Site.Nodes(List.of(), List.of(), List.of());

    private static OnshoreBoundarySpec spec(
            List<Site> sites,
            List<Endpoint> endpoints,
            List<Domain> domains,
            List<Registry> registries,
            List<CsiDriver> drivers) {
        return new OnshoreBoundarySpec(
                "VN", sites, endpoints, domains, registries, drivers, true, NodeGuard.None, null);
    }

    private static OnshoreBoundarySpec sites(Site... sites) {
        return spec(List.of(sites), List.of(), List.of(), List.of(), List.of());
    }

    private static Site site(String id, List<String> regions, List<String> zones, String... cidrs) {
        return Samples.site(id, "01", new Site.Nodes(regions, zones, List.of()), List.of(cidrs));
    }

    private static void flawed(OnshoreBoundarySpec spec, String field, String word) {
        assertThat(Boundary.compile(spec).problems()).as("%s %s", field, word).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.sentence()).contains(word);
        });
    }

    @Test
    void aGoodBoundaryHasNoProblem() {
        assertThat(Boundary.compile(Samples.spec()).problems()).isEmpty();
        assertThat(Samples.boundary().counts().sites()).isEqualTo(2);
        assertThat(Samples.boundary().sites()).containsExactly("hcm-01", "hn-01");
    }

    @Test
    void rangesOfTwoSitesMustNotOverlap() {
        var a = site("a", List.of(), List.of(), "10.0.0.0/8", "10.1.0.0/16");
        flawed(
                sites(a, site("b", List.of(), List.of(), "10.10.0.0/16")),
                "spec.sites[1].cidrs[0]",
                "overlaps 10.0.0.0/8");
        flawed(
                sites(a, site("b", List.of(), List.of(), "1.0.0.0/8", "10.0.0.0/8")),
                "spec.sites[1].cidrs[1]",
                "site a");
        flawed(sites(a, site("b", List.of(), List.of(), "::ffff:10.9.0.0/112")), "spec.sites[1].cidrs[0]", "overlaps");
        assertThat(Boundary.compile(sites(a, site("b", List.of(), List.of(), "11.0.0.0/8")))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "010.0.0.0/8", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/ 8",
                "2001:db8::1/64", "2001:db8::/129", "fe80::%eth0/64", "x/8", "10.0.0/8", "0.0.0.0/0", "::/0",
                        "::ffff:0:0/96"
            })
    void rangesMustBeRanges(String cidr) {
        assertThat(Boundary.compile(sites(site("a", List.of(), List.of(), cidr)))
                        .problems())
                .singleElement()
                .extracting(Problem::field)
                .isEqualTo("spec.sites[0].cidrs[0]");
    }

    @Test
    void zonesBelongToOneSiteAndRegionsAreSharedOnlyBesideZones() {
        flawed(
                sites(site("a", List.of(), List.of("z")), site("b", List.of(), List.of("z"))),
                "spec.sites[1].nodes.zones[0]",
                "spec.sites[0].nodes.zones[0]");
        flawed(
                sites(site("a", List.of("r"), List.of()), site("b", List.of("r"), List.of("z"))),
                "spec.sites[1].nodes.regions[0]",
                "site a");
        flawed(sites(site("a", List.of("r", "r"), List.of())), "spec.sites[0].nodes.regions[1]", "twice");
        var shared =
                Samples.boundary(sites(site("a", List.of("r"), List.of("y")), site("b", List.of("r"), List.of("z"))));
        assertThat(shared.topology(NodeFacts.REGION, "r").place()).isInstanceOf(Place.Unlisted.class);
        assertThat(shared.topology(NodeFacts.ZONE, "y").place()).isEqualTo(new Place.AtSite("a"));
        assertThat(shared.allowances(shared.territory(List.of())).regions()).doesNotContain("r");
        flawed(sites(site("a", List.of(), List.of("BKK-1A"))), "spec.sites[0].nodes.zones[0]", "TH");
        flawed(sites(site("a", List.of("JP/JCSI2"), List.of())), "spec.sites[0].nodes.regions[0]", "JP");
    }

    @Test
    void hostsMustBeHostsOfKnownSites() {
        var a = List.of(site("a", List.of(), List.of()));
        for (var host : List.of("https://x.vn", "x.vn:443", "*.x.vn", "x_y.vn", "%41.vn", " x.vn")) {
            flawed(
                    spec(a, List.of(new Endpoint(host, "a")), List.of(), List.of(), List.of()),
                    "spec.endpoints[0].host",
                    "without");
        }
        flawed(
                spec(a, List.of(new Endpoint("10.0.0.1", "a")), List.of(), List.of(), List.of()),
                "spec.endpoints[0].host",
                "cidrs");
        flawed(
                spec(a, List.of(new Endpoint("x.vn", "b")), List.of(), List.of(), List.of()),
                "spec.endpoints[0].site",
                "site b");
        flawed(
                spec(
                        a,
                        List.of(new Endpoint("x.vn", "a"), new Endpoint("X.vn.", "a")),
                        List.of(),
                        List.of(),
                        List.of()),
                "spec.endpoints[1].host",
                "already");
        flawed(
                spec(a, List.of(), List.of(new Domain(".x.vn", "a")), List.of(), List.of()),
                "spec.domains[0].suffix",
                "leading dot");
        flawed(
                spec(a, List.of(), List.of(new Domain("vn", "a")), List.of(), List.of()),
                "spec.domains[0].suffix",
                "top-level");
        flawed(
                spec(a, List.of(), List.of(new Domain("x.vn", "b")), List.of(), List.of()),
                "spec.domains[0].site",
                "site b");
        flawed(
                spec(a, List.of(), List.of(), List.of(new Registry("x.vn/path", null)), List.of()),
                "spec.registries[0].host",
                "path");
        flawed(
                spec(a, List.of(), List.of(), List.of(new Registry("x.vn:0", null)), List.of()),
                "spec.registries[0].host",
                "port");
        flawed(
                spec(a, List.of(), List.of(), List.of(new Registry("x.vn", "b")), List.of()),
                "spec.registries[0].site",
                "site b");
        flawed(
                spec(
                        a,
                        List.of(),
                        List.of(),
                        List.of(new Registry("x.vn", "a"), new Registry("X.vn:443", "a")),
                        List.of()),
                "spec.registries[1].host",
                "already");
    }

    @Test
    void patternsMustCompileAndSayAPlace() {
        var a = List.of(site("a", List.of(), List.of()));
        flawed(
                spec(a, List.of(), List.of(), List.of(), List.of(driver("(", "k"))),
                "spec.csiDrivers[0].volumeHandle",
                "RE2");
        flawed(
                spec(a, List.of(), List.of(), List.of(), List.of(driver("(?=x)", "k"))),
                "spec.csiDrivers[0].volumeHandle",
                "RE2");
        flawed(
                spec(a, List.of(), List.of(), List.of(), List.of(driver("(?<city>.*)", "k"))),
                "spec.csiDrivers[0].volumeHandle",
                "group");
        flawed(
                spec(a, List.of(), List.of(), List.of(), List.of(driver("vol-.*", null))),
                "spec.csiDrivers[0].volumeHandle",
                "groups");
        flawed(
                spec(a, List.of(), List.of(), List.of(), List.of(driver("a", "k"), driver("a", "k"))),
                "spec.csiDrivers[1].name",
                "already");
        assertThat(Boundary.compile(spec(a, List.of(), List.of(), List.of(), List.of(driver("vol-.*", "k"))))
                        .problems())
                .isEmpty();
        flawed(
                sites(Samples.site("a", "01", new Site.Nodes(List.of(), List.of(), List.of("**")), List.of())),
                "spec.sites[0].nodes.providerIDs[0]",
                "every");
    }

    private static CsiDriver driver(String handle, @Nullable String key) {
        return new CsiDriver("d", key == null ? List.of() : List.of(key), List.of(), handle);
    }

    @Test
    void sitesMustBeWhatTheySay() {
        flawed(sites(), "spec.sites", "empty");
        flawed(sites(site("a", List.of(), List.of()), site("a", List.of(), List.of())), "spec.sites[1].id", "already");
        flawed(sites(Samples.site("a", "02", NO_NODES, List.of())), "spec.sites[0].province.code", "34");
        flawed(sites(Samples.site("a", "1", NO_NODES, List.of())), "spec.sites[0].province.code", "34");
        flawed(sites(province(new Site.Province(null, "01"))), "spec.sites[0].province.scheme", "QD19-2025");
        flawed(
                sites(province(new Site.Province(Site.Province.Scheme.ISO3166_2, "44"))),
                "spec.sites[0].province.code",
                "VN-HN");
        assertThat(Boundary.compile(sites(province(new Site.Province(Site.Province.Scheme.ISO3166_2, "VN-HN"))))
                        .problems())
                .isEmpty();
    }

    private static Site province(Site.Province province) {
        return new Site("a", province, null, null, NO_NODES, List.of(), List.of());
    }

    @Test
    void keysMustBePublicAndPrivateOnesAreNotRepeated() {
        var field = "spec.sites[0].attestors[0].publicKey";
        flawed(sites(Samples.site("a", "01", NO_NODES, List.of(), new Site.Attestor("x", "junk"))), field, "keygen");
        var leaked = sites(Samples.site(
                "a",
                "01",
                NO_NODES,
                List.of(),
                new Site.Attestor("x", "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----")));
        flawed(leaked, field, "private key");
        assertThat(Boundary.compile(leaked).problems().toString()).doesNotContain("MC4CAQ");
    }

    @Test
    void unknownValuesAndMissingReasonsAreTold() {
        var s = Samples.spec();
        flawed(
                new OnshoreBoundarySpec("VN", s.sites(), List.of(), List.of(), List.of(), List.of(), true, null, null),
                "spec.nodeGuard",
                "None or Taint");
        flawed(
                new OnshoreBoundarySpec(
                        "VNM", s.sites(), List.of(), List.of(), List.of(), List.of(), true, NodeGuard.None, null),
                "spec.jurisdiction",
                "VN");
        flawed(
                new OnshoreBoundarySpec(
                        "VN",
                        s.sites(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        true,
                        NodeGuard.None,
                        new Exemptions(List.of("kube-system"), List.of(), null)),
                "spec.exemptions.reason",
                "why");
    }

    @Test
    void filesCanLeaveOutAnything() {
        flawed(
                new OnshoreBoundarySpec(
                        null,
                        List.of(new Site(null, null, null, null, null, null, List.of(new Site.Attestor(null, null)))),
                        List.of(new Endpoint(null, null)),
                        List.of(new Domain(null, null)),
                        List.of(new Registry(null, null)),
                        List.of(new CsiDriver(null, null, null, null)),
                        null,
                        null,
                        null),
                "spec.sites[0].attestors[0].publicKey",
                "missing");
        flawed(sites(province(new Site.Province(null, null))), "spec.sites[0].province.code", "missing");
    }

    @Test
    void twoBoundariesMustNotClaimTheSameZone() {
        var conflicts = Boundary.conflicts(Map.of(
                "one", sites(site("a", List.of(), List.of("y", "z"))),
                "two", sites(site("b", List.of(), List.of("z"))),
                "three", sites(site("c", List.of(), List.of("x")))));
        assertThat(conflicts).containsOnlyKeys("one", "two");
        assertThat(conflicts.get("one")).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("spec.sites[0].nodes.zones[1]");
            assertThat(problem.sentence()).contains("two");
        });
    }

    @Test
    void theDigestIgnoresOrderAndNothingElse() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var digest = Samples.boundary().digest();
        assertThat(digest).matches("[0-9a-f]{64}");
        for (var run = 0; run < 20; run++) {
            var s = Samples.spec(
                    shuffled(List.of(reordered(Samples.hanoi(), random), reordered(Samples.saigon(), random)), random));
            var mixed = new OnshoreBoundarySpec(
                    "VN",
                    s.sites(),
                    shuffled(s.endpoints(), random),
                    shuffled(s.domains(), random),
                    shuffled(s.registries(), random),
                    shuffled(s.csiDrivers(), random),
                    true,
                    NodeGuard.None,
                    null);
            assertThat(Samples.boundary(mixed).digest()).as("seed %d", seed).isEqualTo(digest);
        }
        var s = Samples.spec();
        assertThat(Samples.boundary(new OnshoreBoundarySpec(
                                "VN",
                                s.sites(),
                                s.endpoints(),
                                s.domains(),
                                s.registries(),
                                s.csiDrivers(),
                                true,
                                NodeGuard.Taint,
                                null))
                        .digest())
                .isNotEqualTo(digest);
        assertThat(Samples.boundary(Samples.spec(List.of(Samples.hanoi()))).digest())
                .isNotEqualTo(digest);
    }

    private static Site reordered(Site site, Random random) {
        var nodes = Topology.nodes(site);
        return new Site(
                site.id(),
                site.province(),
                null,
                null,
                new Site.Nodes(
                        shuffled(nodes.regions(), random),
                        shuffled(nodes.zones(), random),
                        shuffled(nodes.providerIDs(), random)),
                shuffled(site.cidrs(), random),
                site.attestors());
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
