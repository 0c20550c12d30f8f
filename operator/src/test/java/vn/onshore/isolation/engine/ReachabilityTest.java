package vn.onshore.isolation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.onshore.isolation.engine.SmallWorld.allow;
import static vn.onshore.isolation.engine.SmallWorld.block;
import static vn.onshore.isolation.engine.SmallWorld.cidr;
import static vn.onshore.isolation.engine.SmallWorld.pods;
import static vn.onshore.isolation.engine.SmallWorld.rule;
import static vn.onshore.isolation.engine.SmallWorld.tcp;
import static vn.onshore.isolation.engine.SmallWorld.zone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.Explanation.DecidingRule;
import vn.onshore.isolation.engine.Explanation.Outcome;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.Hop;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;

class ReachabilityTest {
    private static final PortSet TCP_80 = PortSet.of(Protocol.TCP, 80);
    private static final PortSet TCP_443 = PortSet.of(Protocol.TCP, 443);

    private static Endpoint pod(String namespace, String name) {
        return new Endpoint.InCluster(namespace, name);
    }

    private static Reachability under(DatapathProfile datapath, SmallWorld world) {
        return Reachability.of(world.world(), datapath, ZonePlan.NOTHING);
    }

    private static SmallWorld pair() {
        return new SmallWorld().pod("a", "web").pod("b", "db");
    }

    private static PortSet webToDb(DatapathProfile datapath, SmallWorld world) {
        return under(datapath, world).between(pod("a", "web"), pod("b", "db"));
    }

    @Test
    void adminDecidesBeforeNetworkPoliciesAndBaselineOnlyWhereNoneIsolates() {
        var denied = rule(Action.Deny, zone("a"), tcp(80));
        var allowed = allow(zone("a"), tcp(80), tcp(443));
        assertThat(webToDb(
                        DatapathProfile.Calico,
                        pair().ingress("b", "np", allowed).tiered(Tier.Admin, 1, denied)))
                .isEqualTo(TCP_443);
        assertThat(webToDb(
                        DatapathProfile.Calico,
                        pair().ingress("b", "np", allowed).tiered(Tier.Baseline, 1, denied)))
                .isEqualTo(TCP_80.union(TCP_443));
        assertThat(webToDb(DatapathProfile.Calico, pair().tiered(Tier.Baseline, 1, denied)))
                .isEqualTo(PortSet.ALL.minus(TCP_80));
    }

    @Test
    void theFirstRuleOfATierTakesItsPortsAndPassGivesThemOn() {
        var world = pair().ingress("b", "np", allow(zone("a"), tcp(443)))
                .tiered(Tier.Admin, 1, rule(Action.Pass, zone("a"), tcp(443)))
                .tiered(Tier.Admin, 2, rule(Action.Allow, zone("a"), tcp(80)))
                .tiered(Tier.Admin, 3, rule(Action.Deny, zone("a")));
        assertThat(webToDb(DatapathProfile.Calico, world)).isEqualTo(TCP_80.union(TCP_443));
    }

    @Test
    void anEgressPolicySkipsTheIngressBaselineWhereTheDatapathDoesSo() {
        var world = pair().egress("b", "np").tiered(Tier.Baseline, 1, rule(Action.Deny, zone("a")));
        assertThat(webToDb(DatapathProfile.Calico, world)).isEqualTo(PortSet.NONE);
        assertThat(webToDb(DatapathProfile.KubeNetworkPolicies, world)).isEqualTo(PortSet.ALL);
        assertThat(webToDb(DatapathProfile.Worst, world)).isEqualTo(PortSet.ALL);
    }

    @Test
    void aNamedPortIsTheDestinationsOwn() {
        var named = new PortMatch.Named(Protocol.TCP, "http");
        var world = new SmallWorld()
                .pod("a", "web", new NamedPort("http", Protocol.TCP, 1))
                .pod("b", "one", new NamedPort("http", Protocol.TCP, 8080))
                .pod("b", "two", new NamedPort("http", Protocol.UDP, 8081))
                .egress("a", "np", allow(new Peer.Everyone(), named));
        var reachability = under(DatapathProfile.Worst, world);
        assertThat(reachability.between(pod("a", "web"), pod("b", "one"))).isEqualTo(PortSet.of(Protocol.TCP, 8080));
        assertThat(reachability.between(pod("a", "web"), pod("b", "two"))).isEqualTo(PortSet.NONE);
        assertThat(reachability.between(
                        pod("a", "web"),
                        new Endpoint.Outside(IpAddress.parse("192.0.2.1").orElseThrow())))
                .isEqualTo(PortSet.NONE);
    }

    @Test
    void outsideIsCutAtEveryEdgeAndCellsAreNotJoined() {
        var world = new SmallWorld().pod("a", "web").ingress("a", "np", allow(block("10.0.0.0/8"), tcp(80)));
        assertThat(under(DatapathProfile.Cilium, world).connections(AddressSet.ALL_V4))
                .extracting(row -> row.source() + " " + row.destination() + " " + row.ports())
                .containsExactly(
                        "Inside[workload=a/web (Pod)] Outside[range=0.0.0.0-9.255.255.255] all",
                        "Inside[workload=a/web (Pod)] Outside[range=10.0.0.0-10.255.255.255] all",
                        "Inside[workload=a/web (Pod)] Outside[range=11.0.0.0-255.255.255.255] all",
                        "Outside[range=10.0.0.0-10.255.255.255] Inside[workload=a/web (Pod)] TCP 80");
    }

    @Test
    void aConnectionIsExplainedTierByTier() {
        var world = pair().ingress("b", "np", allow(zone("a"), tcp(80)))
                .tiered(Tier.Admin, 1, rule(Action.Pass, zone("a"), tcp(80)));
        var explained = under(DatapathProfile.Worst, world).explain(pod("a", "web"), pod("b", "db"), Protocol.TCP, 80);
        assertThat(explained.allowed()).isTrue();
        assertThat(explained.steps())
                .containsExactly(
                        new Explanation.Step(
                                Direction.Egress, Tier.NetworkPolicy, Outcome.NotIsolated, Optional.empty()),
                        new Explanation.Step(
                                Direction.Ingress,
                                Tier.Admin,
                                Outcome.PassedOn,
                                Optional.of(new DecidingRule(new Policy.Id("ClusterNetworkPolicy", "", "Admin-1"), 0))),
                        new Explanation.Step(
                                Direction.Ingress,
                                Tier.NetworkPolicy,
                                Outcome.Allowed,
                                Optional.of(new DecidingRule(new Policy.Id("NetworkPolicy", "b", "np"), 0))));
        assertThat(explained.nearest()).isEmpty();
    }

    @Test
    void whatIsDeniedNamesTheRuleThatCameClosest() {
        var world =
                pair().ingress("b", "np", allow(zone("c"), tcp(443))).ingress("b", "other", allow(zone("a"), tcp(80)));
        var explained = under(DatapathProfile.Worst, world).explain(pod("a", "web"), pod("b", "db"), Protocol.TCP, 443);
        assertThat(explained.allowed()).isFalse();
        assertThat(explained.steps().getLast().outcome()).isEqualTo(Outcome.NothingAllows);
        assertThat(explained.nearest())
                .contains(new Explanation.NearMiss(
                        new Policy.Id("NetworkPolicy", "b", "other"),
                        Direction.Ingress,
                        0,
                        "The peer fits, the port does not: the rule opens TCP 80."));
    }

    @Test
    void aPodThatIsNotThereIsAnError() {
        var reachability = under(DatapathProfile.Worst, pair());
        assertThatThrownBy(() -> reachability.between(pod("a", "web"), pod("b", "none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no pod b/none");
        assertThatThrownBy(() -> reachability.explain(pod("c", "web"), pod("b", "db"), Protocol.TCP, 80))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void futurePodsAreToldByTheSelectionsOfRules() {
        var team = PodSelection.across(Selector.of(Map.of("team", "x")), Selector.EVERYTHING);
        var world = new SmallWorld()
                .pod("a", "web")
                .ingress("a", "np", allow(new Peer.Pods(team), tcp(80)), allow(new Peer.Everyone(), tcp(443)));
        assertThat(under(DatapathProfile.Worst, world).exposures(AddressSet.NONE))
                .extracting(row -> row.direction() + " " + row.peer() + " " + row.ports())
                .containsExactly(
                        "Ingress EntireCluster[] TCP 443",
                        "Ingress " + new Exposure.Peer.Pods(team) + " TCP 80,443",
                        "Egress EntireCluster[] all");
    }

    private static ZonePlan zones(List<Flow> flows, PodSelection... relays) {
        return new ZonePlan(
                List.of(
                        new Zone("storage", Selector.of(Map.of("zone", "storage")), AddressSet.NONE),
                        new Zone("edge", Selector.of(Map.of("zone", "edge")), cidr("0.0.0.0/0"))),
                flows,
                List.of(relays));
    }

    private static Optional<Cell> cell(ZoneMatrix matrix, Party from, Party to) {
        return matrix.cells().stream()
                .filter(cell -> cell.from().equals(from) && cell.to().equals(to))
                .findFirst();
    }

    private static SmallWorld closedZones() {
        return closed(new SmallWorld().pod("storage", "db"));
    }

    /** Adds the other zone to one, with or without pods, and the policies of both. */
    private static SmallWorld closed(SmallWorld storage) {
        return storage.pod("edge", "proxy")
                .ingress("storage", "in")
                .egress("storage", "out", allow(zone("edge"), tcp(80)))
                .ingress("edge", "in", allow(zone("storage"), tcp(80)))
                .egress("edge", "out", allow(block("0.0.0.0/0"), tcp(443)));
    }

    @Test
    void aDeclaredFlowIntoAZoneThatMayGoOutIsAWayOut() {
        var flow =
                new Flow(new End.InZone("storage", Optional.empty()), new End.InZone("edge", Optional.empty()), TCP_80);
        var matrix = Reachability.of(closedZones().world(), DatapathProfile.Cilium, zones(List.of(flow)))
                .zones();
        var storage = new Party.OfZone("storage");
        assertThat(cell(matrix, storage, new Party.OfZone("edge"))).isEmpty();
        var out = cell(matrix, storage, new Party.Internet()).orElseThrow();
        assertThat(out.leaks()).isZero();
        assertThat(out.transitive())
                .extracting(Hop::from)
                .containsExactly(new ZoneMatrix.End.OfPod("storage", "db"), new ZoneMatrix.End.OfPod("edge", "proxy"));
        assertThat(out.transitive()).extracting(Hop::ports).containsExactly(TCP_80, TCP_443);
    }

    @Test
    void withoutTheFlowItIsALeakWithItsWitness() {
        var matrix = Reachability.of(closedZones().world(), DatapathProfile.Cilium, zones(List.of()))
                .zones();
        var cell = cell(matrix, new Party.OfZone("storage"), new Party.OfZone("edge"))
                .orElseThrow();
        assertThat(cell.leaks()).isOne();
        assertThat(cell.witnesses())
                .containsExactly(new ZoneMatrix.Witness(
                        new ZoneMatrix.End.OfPod("storage", "db"), new ZoneMatrix.End.OfPod("edge", "proxy"), TCP_80));
    }

    @Test
    void aRelayInNoZoneIsAWayBetweenZones() {
        var flows = List.of(
                new Flow(
                        new End.InZone("edge", Optional.empty()),
                        new End.Pods(PodSelection.in("mesh", Selector.EVERYTHING)),
                        PortSet.ALL),
                new Flow(
                        new End.Pods(PodSelection.in("mesh", Selector.EVERYTHING)),
                        new End.InZone("storage", Optional.empty()),
                        PortSet.ALL));
        var world = new SmallWorld()
                .pod("storage", "db")
                .pod("edge", "proxy")
                .pod("mesh", "gateway")
                .ingress("storage", "in", allow(zone("mesh"), tcp(80)))
                .egress("storage", "out")
                .ingress("edge", "in")
                .egress("edge", "out", allow(zone("mesh"), tcp(443)));
        var plan = zones(flows, PodSelection.in("mesh", Selector.EVERYTHING));
        var matrix =
                Reachability.of(world.world(), DatapathProfile.Cilium, plan).zones();
        var way = cell(matrix, new Party.OfZone("edge"), new Party.OfZone("storage"))
                .orElseThrow()
                .transitive();
        assertThat(way)
                .containsExactly(
                        new Hop(
                                new ZoneMatrix.End.OfPod("edge", "proxy"),
                                new ZoneMatrix.End.OfPod("mesh", "gateway"),
                                TCP_443),
                        new Hop(
                                new ZoneMatrix.End.OfPod("mesh", "gateway"),
                                new ZoneMatrix.End.OfPod("storage", "db"),
                                TCP_80));
    }

    @Test
    void aPolicyOfANamespaceWithoutPodsBearsOnThoseThatMayCome() {
        var open = new SmallWorld().namespace("storage").pod("edge", "proxy");
        var closed = new SmallWorld()
                .namespace("storage")
                .pod("edge", "proxy")
                .ingress("storage", "in")
                .egress("storage", "out");
        var plan = zones(List.of());
        var came = closed.world().policies().stream().map(Change.PutPolicy::new).toList();
        var gone = closed.world().policies().stream()
                .map(policy -> new Change.RemovePolicy(policy.id()))
                .toList();
        var before = Reachability.of(open.world(), DatapathProfile.Cilium, plan);
        var storage = new Party.OfZone("storage");
        assertThat(cell(before.zones(), storage, new Party.Internet())).isPresent();
        var between = before.after(List.copyOf(came));
        assertThat(cell(between.zones(), storage, new Party.Internet())).isEmpty();
        assertThat(between.after(List.copyOf(gone)).zones()).isEqualTo(before.zones());
    }

    @Test
    void aWayOutBeginsAtPodsThatMayComeWhereNoneExists() {
        var flow =
                new Flow(new End.InZone("storage", Optional.empty()), new End.InZone("edge", Optional.empty()), TCP_80);
        var world = closed(new SmallWorld().namespace("storage"));
        var out = cell(
                        Reachability.of(world.world(), DatapathProfile.Cilium, zones(List.of(flow)))
                                .zones(),
                        new Party.OfZone("storage"),
                        new Party.Internet())
                .orElseThrow();
        assertThat(out.transitive())
                .extracting(Hop::from)
                .containsExactly(new ZoneMatrix.End.OfNewcomer("storage"), new ZoneMatrix.End.OfPod("edge", "proxy"));
        assertThat(out.transitive()).extracting(Hop::ports).containsExactly(TCP_80, TCP_443);
    }

    @Test
    void aRelayIsAWayForPodsThatMayComeToo() {
        var mesh = new End.Pods(PodSelection.in("mesh", Selector.EVERYTHING));
        var flows = List.of(
                new Flow(new End.InZone("edge", Optional.empty()), mesh, PortSet.ALL),
                new Flow(mesh, new End.InZone("storage", Optional.empty()), PortSet.ALL));
        var world = new SmallWorld()
                .pod("storage", "db")
                .namespace("edge")
                .pod("mesh", "gateway")
                .ingress("storage", "in", allow(zone("mesh"), tcp(80)))
                .egress("storage", "out")
                .ingress("edge", "in")
                .egress("edge", "out", allow(zone("mesh"), tcp(443)));
        var plan = zones(flows, PodSelection.in("mesh", Selector.EVERYTHING));
        var cell = cell(
                Reachability.of(world.world(), DatapathProfile.Cilium, plan).zones(),
                new Party.OfZone("edge"),
                new Party.OfZone("storage"));
        assertThat(cell.orElseThrow().transitive())
                .containsExactly(
                        new Hop(
                                new ZoneMatrix.End.OfNewcomer("edge"),
                                new ZoneMatrix.End.OfPod("mesh", "gateway"),
                                TCP_443),
                        new Hop(
                                new ZoneMatrix.End.OfPod("mesh", "gateway"),
                                new ZoneMatrix.End.OfPod("storage", "db"),
                                TCP_80));
    }

    @Test
    void aRuleThatAFuturePodCouldFitIsAnExposure() {
        var world = closedZones().ingress("storage", "team", allow(pods(Map.of("team", "x"), Map.of()), tcp(443)));
        var matrix = Reachability.of(world.world(), DatapathProfile.Cilium, zones(List.of()))
                .zones();
        var storage = new Party.OfZone("storage");
        var cell = cell(matrix, new Party.Elsewhere(), storage).orElseThrow();
        assertThat(cell.leaks()).isZero();
        assertThat(cell.exposures()).singleElement().satisfies(exposure -> {
            assertThat(exposure.direction()).isEqualTo(Direction.Ingress);
            assertThat(exposure.ports()).isEqualTo(TCP_443);
        });
        assertThat(cell(matrix, new Party.OfZone("edge"), storage))
                .as("what edge's namespace lets out ends before it")
                .isEmpty();
    }

    @Test
    void aFuturePodOfAZoneThatIsClosedReachesWhatItsNamespacesLetOutAndNoMore() {
        var world = closedZones().pod("open", "web");
        var storage = new Party.OfZone("storage");
        var elsewhere = new Party.Elsewhere();
        assertThat(cell(matrixOf(world), storage, elsewhere)).isEmpty();
        assertThat(cell(matrixOf(world), elsewhere, storage)).isEmpty();

        var lettingOut = closedZones().pod("open", "web").egress("storage", "web", allow(zone("open"), tcp(443)));
        assertThat(cell(matrixOf(lettingOut), storage, elsewhere).orElseThrow().exposures())
                .anySatisfy(exposure -> assertThat(exposure.ports()).isEqualTo(TCP_443));
    }

    @Test
    void aNamespaceOfAZoneWithoutDefaultDenyOpensTheZonesFuturePods() {
        var world = new SmallWorld().pod("storage", "db").pod("open", "web").ingress("storage", "in");
        assertThat(cell(matrixOf(world), new Party.OfZone("storage"), new Party.Elsewhere())
                        .orElseThrow()
                        .exposures())
                .isNotEmpty();
    }

    @Test
    void closingAZoneLaterTakesItsExposuresAway() {
        var before = Reachability.of(
                new SmallWorld()
                        .pod("storage", "db")
                        .pod("open", "web")
                        .ingress("storage", "in")
                        .world(),
                DatapathProfile.Cilium,
                zones(List.of()));
        before.zones();
        var closed = closedZones().pod("open", "web").world();
        var out = closed.policies().stream()
                .filter(policy -> policy.id().name().equals("out")
                        && policy.id().namespace().equals("storage"))
                .findFirst()
                .orElseThrow();
        var after = before.after(List.of(new Change.PutPolicy(out)));
        assertThat(cell(after.zones(), new Party.OfZone("storage"), new Party.Elsewhere()))
                .isEmpty();
        var opened = after.after(List.of(new Change.RemovePolicy(out.id())));
        assertThat(cell(opened.zones(), new Party.OfZone("storage"), new Party.Elsewhere()))
                .isPresent();
    }

    /** Closed in both directions, without pods. */
    private static SmallWorld emptyZones() {
        return new SmallWorld()
                .namespace("storage")
                .namespace("edge")
                .ingress("storage", "in")
                .egress("storage", "out")
                .ingress("edge", "in")
                .egress("edge", "out");
    }

    @Test
    void zonesWithoutPodsAreApartIfTheirPoliciesSelectEveryPod() {
        assertThat(matrixOf(emptyZones()).cells()).isEmpty();
    }

    @Test
    void aZoneWithoutPodsAndPoliciesIsOpenToPodsThatMayCome() {
        var storage = new Party.OfZone("storage");
        var edge = new Party.OfZone("edge");
        var open = matrixOf(new SmallWorld().namespace("storage").namespace("edge"));
        assertThat(open.cells())
                .extracting(cell -> List.of(cell.from(), cell.to()))
                .contains(
                        List.of(storage, edge),
                        List.of(edge, storage),
                        List.of(storage, new Party.Internet()),
                        List.of(new Party.Internet(), storage),
                        List.of(storage, new Party.Elsewhere()),
                        List.of(new Party.Elsewhere(), storage));
        var half = matrixOf(emptyZones().namespace("storage-2", "storage"));
        assertThat(cell(half, storage, edge)).as("edge lets nobody in").isEmpty();
        assertThat(cell(half, storage, new Party.Internet()).orElseThrow().opening())
                .isEqualTo(new ZoneMatrix.Opening(
                        new ZoneMatrix.OpenEnd.OfNewcomers("storage-2", Selector.EVERYTHING, null),
                        new ZoneMatrix.OpenEnd.OfAddresses(
                                AddressSet.ALL.ranges().getFirst()),
                        PortSet.ALL));
    }

    @Test
    void whatAPolicyLetsOutOfAZoneWithoutPodsIsHeldAgainstThePlan() {
        var storage = new Party.OfZone("storage");
        var edge = new Party.OfZone("edge");
        var world = emptyZones()
                .egressOf("backup", "storage", "hole", allow(zone("edge"), tcp(80)))
                .ingress("edge", "web", allow(zone("storage"), tcp(80), tcp(443)));
        var opening = cell(matrixOf(world), storage, edge).orElseThrow().opening();
        assertThat(opening)
                .isEqualTo(new ZoneMatrix.Opening(
                        new ZoneMatrix.OpenEnd.OfNewcomers(
                                "storage",
                                Selector.of(Map.of("app", "backup")),
                                new Policy.Id("NetworkPolicy", "storage", "hole")),
                        new ZoneMatrix.OpenEnd.OfNewcomers(
                                "edge", Selector.EVERYTHING, new Policy.Id("NetworkPolicy", "edge", "web")),
                        TCP_80));
        var declared = new Flow(
                new End.InZone("storage", Optional.of(Selector.of(Map.of("app", "backup")))),
                new End.InZone("edge", Optional.empty()),
                TCP_80);
        assertThat(matrixOf(world, declared).cells()).isEmpty();
        var forOthers = new Flow(
                new End.InZone("storage", Optional.of(Selector.of(Map.of("app", "db")))),
                new End.InZone("edge", Optional.empty()),
                TCP_80);
        assertThat(cell(matrixOf(world, forOthers), storage, edge)).isPresent();
    }

    @Test
    void theAdminTierKeepsPodsThatMayComeInWhereNoNetworkPolicyDoes() {
        var storage = new Party.OfZone("storage");
        var world = new SmallWorld()
                .namespace("storage")
                .ingress("storage", "in")
                .tieredEgress(Tier.Admin, 1, rule(Action.Deny, new Peer.Everyone()));
        assertThat(matrixOf(world).cells()).isEmpty();
        var passing = new SmallWorld()
                .namespace("storage")
                .ingress("storage", "in")
                .tieredEgress(
                        Tier.Admin,
                        1,
                        allow(block("203.0.113.0/24"), tcp(443)),
                        rule(Action.Deny, new Peer.Everyone()));
        assertThat(cell(matrixOf(passing), storage, new Party.Internet())
                        .orElseThrow()
                        .opening())
                .extracting(ZoneMatrix.Opening::ports)
                .isEqualTo(TCP_443);
    }

    private static ZoneMatrix matrixOf(SmallWorld world, Flow... flows) {
        return Reachability.of(world.world(), DatapathProfile.Cilium, zones(List.of(flows)))
                .zones();
    }

    private static ZoneMatrix matrixOf(SmallWorld world) {
        return Reachability.of(world.world(), DatapathProfile.Cilium, zones(List.of()))
                .zones();
    }

    @Test
    void aRuleForOneZoneExposesToNoOther() {
        var flow =
                new Flow(new End.InZone("storage", Optional.empty()), new End.InZone("edge", Optional.empty()), TCP_80);
        var matrix = Reachability.of(closedZones().world(), DatapathProfile.Cilium, zones(List.of(flow)))
                .zones();
        assertThat(matrix.cells())
                .allSatisfy(cell -> assertThat(cell.exposures()).isEmpty());
    }
}
