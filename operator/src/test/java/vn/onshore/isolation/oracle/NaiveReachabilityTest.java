package vn.onshore.isolation.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/** What the API says, case by case, with the answers written down by hand. */
class NaiveReachabilityTest {
    private static final PortSet HTTP = PortSet.of(Protocol.TCP, 80);
    private static final Pod WEB = pod("a", "web", "10.244.0.1");
    private static final Pod DB = pod("b", "db", "10.244.1.1");
    private static final Pod UNBORN = pod("b", "unborn", null);
    private static final Pod HOST = new Pod(
            "b",
            "host",
            Map.of("app", "db"),
            List.of(),
            List.of(address("192.168.0.10")),
            true,
            new Workload("b", "host", "Pod"));
    private static final IpAddress OUTSIDE = address("203.0.113.7");
    private static final Peer FROM_A =
            new Peer.Pods(PodSelection.across(Selector.of(Map.of(Namespace.NAME_LABEL, "a")), Selector.EVERYTHING));

    @Test
    void withoutPoliciesEverythingIsOpen() {
        var naive = naive(DatapathProfile.Calico);
        assertThat(naive.between(WEB, DB)).isEqualTo(PortSet.ALL);
        assertThat(naive.between(WEB, OUTSIDE)).isEqualTo(PortSet.ALL);
        assertThat(naive.between(OUTSIDE, DB)).isEqualTo(PortSet.ALL);
    }

    @Test
    void isolationIsOfOneDirection() {
        var naive = naive(DatapathProfile.Calico, ingressTo("b", rule(FROM_A, new PortMatch.Numbers(HTTP))));
        assertThat(naive.between(WEB, DB)).isEqualTo(HTTP);
        assertThat(naive.between(OUTSIDE, DB)).isEqualTo(PortSet.NONE);
        assertThat(naive.between(DB, WEB)).isEqualTo(PortSet.ALL);
        assertThat(naive.between(DB, OUTSIDE)).isEqualTo(PortSet.ALL);
    }

    @Test
    void bothEndsMustAllow() {
        var naive = naive(
                DatapathProfile.Calico,
                ingressTo("b", rule(FROM_A, new PortMatch.Numbers(PortSet.of(Protocol.TCP)))),
                egressOf(
                        "a",
                        rule(new Peer.Everyone(), new PortMatch.Numbers(HTTP.union(PortSet.of(Protocol.UDP, 53))))));
        assertThat(naive.between(WEB, DB)).isEqualTo(HTTP);
        assertThat(naive.between(WEB, OUTSIDE)).isEqualTo(HTTP.union(PortSet.of(Protocol.UDP, 53)));
    }

    @Test
    void aPodReachesItself() {
        assertThat(naive(DatapathProfile.Calico, ingressTo("a"), egressOf("a")).between(WEB, WEB))
                .isEqualTo(PortSet.ALL);
    }

    @Test
    void rulesOfADirectionThatIsNotIsolatedDoNotCount() {
        var egressOnly = new Policy(
                new Policy.Id("NetworkPolicy", "b", "egress-only"),
                Tier.NetworkPolicy,
                0,
                PodSelection.in("b", Selector.EVERYTHING),
                false,
                true,
                List.of(rule(new Peer.Everyone())),
                List.of());
        assertThat(naive(DatapathProfile.Calico, ingressTo("b"), egressOnly).between(WEB, DB))
                .isEqualTo(PortSet.NONE);
    }

    @Test
    void namedPortsAreTheDestinations() {
        var naive = naive(
                DatapathProfile.Calico, egressOf("a", rule(new Peer.Everyone(), new PortMatch.Named(null, "http"))));
        assertThat(naive.between(WEB, DB)).isEqualTo(PortSet.of(Protocol.TCP, 8080));
        assertThat(naive.between(WEB, UNBORN)).isEqualTo(PortSet.of(Protocol.TCP, 8080));
        assertThat(naive.between(WEB, HOST)).isEqualTo(PortSet.NONE);
        assertThat(naive.between(WEB, OUTSIDE)).isEqualTo(PortSet.NONE);
        var otherProtocol = naive(
                DatapathProfile.Calico,
                egressOf("a", rule(new Peer.Everyone(), new PortMatch.Named(Protocol.UDP, "http"))));
        assertThat(otherProtocol.between(WEB, DB)).isEqualTo(PortSet.NONE);
    }

    @Test
    void addressesMeanPodsWhereTheDatapathSaysSo() {
        var block = egressOf("a", rule(addresses("10.244.1.0/24")));
        assertThat(naive(DatapathProfile.Calico, block).between(WEB, DB)).isEqualTo(PortSet.ALL);
        assertThat(naive(DatapathProfile.Cilium, block).between(WEB, DB)).isEqualTo(PortSet.NONE);
        assertThat(naive(DatapathProfile.Calico, block).between(WEB, HOST)).isEqualTo(PortSet.NONE);
    }

    @Test
    void aPodWithoutAddressIsMeantWhereThatOpensSomething() {
        var allow = egressOf("a", rule(addresses("10.0.0.0/8")));
        assertThat(naive(DatapathProfile.Calico, allow).between(WEB, UNBORN)).isEqualTo(PortSet.ALL);
        assertThat(naive(DatapathProfile.Calico, egressOf("a", rule(addresses("203.0.113.0/24"))))
                        .between(WEB, UNBORN))
                .isEqualTo(PortSet.NONE);
        assertThat(naive(DatapathProfile.Calico, admin(Action.Deny, addresses("10.0.0.0/8")))
                        .between(WEB, UNBORN))
                .isEqualTo(PortSet.ALL);
        assertThat(naive(DatapathProfile.Calico, admin(Action.Deny, addresses("::/0")))
                        .between(WEB, UNBORN))
                .isEqualTo(PortSet.NONE);
    }

    @Test
    void podsOnTheNodesNetworkAreNeitherSubjectNorFoundByLabel() {
        var naive = naive(DatapathProfile.Calico, ingressTo("b"), egressOf("a", rule(new Peer.Pods(everywhere()))));
        assertThat(naive.between(DB, HOST)).isEqualTo(PortSet.ALL);
        assertThat(naive.between(WEB, HOST)).isEqualTo(PortSet.NONE);
    }

    @Test
    void nodesAreMeantByLabel() {
        var allow = naive(
                DatapathProfile.Calico,
                egressOf("a"),
                admin(Action.Allow, new Peer.Nodes(Selector.of(Map.of("rack", "1")))));
        assertThat(allow.between(WEB, HOST)).isEqualTo(PortSet.ALL);
        assertThat(allow.between(WEB, address("192.168.0.10"))).isEqualTo(PortSet.ALL);
        assertThat(allow.between(WEB, address("192.168.0.11"))).isEqualTo(PortSet.NONE);
        assertThat(allow.between(WEB, DB)).isEqualTo(PortSet.NONE);
    }

    @Test
    void tiersDecideInOrder() {
        var deny = tiered(Tier.Admin, 5, List.of(rule(Action.Pass, HTTP), rule(Action.Deny)));
        assertThat(naive(DatapathProfile.Calico, deny).between(WEB, DB)).isEqualTo(HTTP);
        assertThat(naive(DatapathProfile.Calico, deny, egressOf("a")).between(WEB, DB))
                .isEqualTo(PortSet.NONE);
        var earlier = tiered(Tier.Admin, 4, List.of(rule(Action.Allow, PortSet.of(Protocol.UDP))));
        assertThat(naive(DatapathProfile.Calico, deny, egressOf("a"), earlier).between(WEB, DB))
                .isEqualTo(PortSet.of(Protocol.UDP));
        var baseline = tiered(Tier.Baseline, 1, List.of(rule(Action.Allow, HTTP), rule(Action.Deny)));
        assertThat(naive(DatapathProfile.Calico, baseline).between(WEB, DB)).isEqualTo(HTTP);
        assertThat(naive(DatapathProfile.Calico, baseline, egressOf("a", rule(new Peer.Everyone())))
                        .between(WEB, DB))
                .isEqualTo(PortSet.ALL);
    }

    @Test
    void someDatapathsSkipTheBaselineOfADirectionThatNobodyIsolates() {
        var baseline = tiered(Tier.Baseline, 1, List.of(rule(Action.Deny)));
        var ingressOnly = ingressTo("a");
        assertThat(naive(DatapathProfile.Calico, baseline, ingressOnly).between(WEB, DB))
                .isEqualTo(PortSet.NONE);
        assertThat(naive(DatapathProfile.KubeNetworkPolicies, baseline, ingressOnly)
                        .between(WEB, DB))
                .isEqualTo(PortSet.ALL);
    }

    private static NaiveReachability naive(DatapathProfile datapath, Policy... policies) {
        var world = new World(
                List.of(new Namespace("a", Map.of()), new Namespace("b", Map.of())),
                List.of(WEB, DB, UNBORN, HOST),
                List.of(policies),
                List.of(
                        new Node("n1", Map.of("rack", "1"), List.of(address("192.168.0.10"))),
                        new Node("n2", Map.of("rack", "2"), List.of(address("192.168.0.11")))),
                new Networks(cidr("10.244.0.0/16"), AddressSet.NONE, AddressSet.NONE));
        return new NaiveReachability(world, datapath);
    }

    private static Policy ingressTo(String namespace, Rule... rules) {
        return networkPolicy(namespace, true, List.of(rules), List.of());
    }

    private static Policy egressOf(String namespace, Rule... rules) {
        return networkPolicy(namespace, false, List.of(), List.of(rules));
    }

    private static Policy networkPolicy(String namespace, boolean ingress, List<Rule> from, List<Rule> to) {
        return new Policy(
                new Policy.Id("NetworkPolicy", namespace, ingress ? "in" : "out"),
                Tier.NetworkPolicy,
                0,
                PodSelection.in(namespace, Selector.EVERYTHING),
                ingress,
                !ingress,
                from,
                to);
    }

    private static Policy admin(Action action, Peer peer) {
        return tiered(Tier.Admin, 0, List.of(new Rule(0, "", action, List.of(peer), List.of())));
    }

    /** About what pods of namespace {@code a} open. */
    private static Policy tiered(Tier tier, int priority, List<Rule> egress) {
        return new Policy(
                new Policy.Id("ClusterNetworkPolicy", "", tier + "-" + priority),
                tier,
                priority,
                PodSelection.across(Selector.of(Map.of(Namespace.NAME_LABEL, "a")), Selector.EVERYTHING),
                false,
                false,
                List.of(),
                egress);
    }

    private static Rule rule(Peer peer, PortMatch... ports) {
        return new Rule(0, "", Action.Allow, List.of(peer), List.of(ports));
    }

    private static Rule rule(Action action, PortSet... ports) {
        return new Rule(
                0,
                "",
                action,
                List.of(new Peer.Pods(everywhere())),
                List.of(ports).stream().<PortMatch>map(PortMatch.Numbers::new).toList());
    }

    private static PodSelection everywhere() {
        return PodSelection.across(Selector.EVERYTHING, Selector.EVERYTHING);
    }

    private static Peer addresses(String cidr) {
        return new Peer.Addresses(cidr(cidr));
    }

    private static AddressSet cidr(String cidr) {
        return AddressSet.ofCidrs(List.of(Cidr.parse(cidr).orElseThrow()));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static Pod pod(String namespace, String name, @Nullable String address) {
        return new Pod(
                namespace,
                name,
                Map.of("app", name),
                List.of(new NamedPort("http", Protocol.TCP, 8080)),
                address == null ? List.of() : List.of(address(address)),
                false,
                new Workload(namespace, name, "Pod"));
    }
}
