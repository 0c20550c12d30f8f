package vn.onshore.isolation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.isolation.verify.ZonesSample.APP;
import static vn.onshore.isolation.verify.ZonesSample.EDGE;
import static vn.onshore.isolation.verify.ZonesSample.INTERNET;
import static vn.onshore.isolation.verify.ZonesSample.STORAGE;
import static vn.onshore.isolation.verify.ZonesSample.pod;
import static vn.onshore.isolation.verify.ZonesSample.set;
import static vn.onshore.isolation.verify.ZonesSample.zone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.End.OfAddresses;
import vn.onshore.isolation.engine.ZoneMatrix.End.OfPod;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZoneMatrix.Witness;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.model.AddressSet;
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

/** Each thing beside the matrix, with what it makes of which pair. */
class CircumstancesTest {
    private final ZonesSample sample = new ZonesSample();

    /** Everything that touches a zone is in doubt for this reason, and nothing else is. */
    private void assertDoubtTouching(Party zone, String... words) {
        assertThat(sample.verdicts().verdicts()).allSatisfy(verdict -> {
            if (verdict.from().equals(zone) || verdict.to().equals(zone)) {
                assertThat(verdict.standing()).isEqualTo(Standing.UNKNOWN);
                assertThat(verdict.reasons()).singleElement().asString().contains(words);
            } else {
                assertThat(verdict.standing()).isEqualTo(Standing.ISOLATED);
            }
        });
    }

    private void assertOnlyDoubt(Party from, Party to, String... words) {
        var verdicts = sample.verdicts();
        assertThat(verdicts.verdicts().stream().filter(verdict -> verdict.standing() != Standing.ISOLATED))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.from()).isEqualTo(from);
                    assertThat(verdict.to()).isEqualTo(to);
                    assertThat(verdict.standing()).isEqualTo(Standing.UNKNOWN);
                    assertThat(verdict.reasons()).singleElement().asString().contains(words);
                });
    }

    private void assertNothing() {
        assertThat(sample.verdicts().overall()).isEqualTo(Standing.ISOLATED);
    }

    @Test
    void podsOnTheNodesNetwork() {
        sample.pods.add(pod("storage", "agent", "192.168.0.7", true));
        sample.pods.add(pod("tools", "agent", "192.168.0.7", true));
        assertDoubtTouching(STORAGE, "zone storage", "storage/agent", "hostNetwork");
    }

    @Test
    void podsWithOneAddress() {
        sample.pods.add(pod("storage", "a", "10.0.0.1", false));
        sample.pods.add(pod("tools", "b", "10.0.0.1", false));
        sample.pods.add(pod("app", "c", "10.0.0.2", false));
        assertDoubtTouching(STORAGE, "10.0.0.1", "storage/a, tools/b");
    }

    @Test
    void secondNetworks() {
        sample.see("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: db, namespace: storage}
                spec:
                  template:
                    metadata:
                      annotations:
                        k8s.v1.cni.cncf.io/networks: '[{"name":"lan","interface":"eth1"}]'
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: done, namespace: app, annotations: {k8s.v1.cni.cncf.io/networks: "a, b"}}
                status: {phase: Succeeded}
                """);
        assertDoubtTouching(STORAGE, "storage/db (Deployment) on lan");
    }

    @Test
    void privilegedPodsAreRemarkedUpon() {
        sample.see("""
                apiVersion: v1
                kind: Pod
                metadata: {name: root, namespace: app}
                spec: {containers: [{name: c, securityContext: {privileged: true}}]}
                """);
        assertNothing();
        assertThat(sample.verdicts().remarks())
                .anyMatch(remark -> remark.contains("privileged pods") && remark.contains("app/root"));
    }

    @Test
    void addressesOutsideBehindAService() {
        sample.see("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: s1, namespace: storage, labels: {kubernetes.io/service-name: legacy}}
                addressType: IPv4
                endpoints: [{addresses: [8.8.8.8]}, {addresses: [10.1.2.3]}]
                """);
        // Storage's own pods dial it, and so do those of app, which may reach storage.
        var verdicts = sample.verdicts();
        for (var zone : List.of(STORAGE, APP)) {
            var verdict = verdicts.between(zone, INTERNET).orElseThrow();
            assertThat(verdict.standing()).isEqualTo(Standing.UNKNOWN);
            assertThat(verdict.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("Service storage/legacy leads by EndpointSlice s1 to 8.8.8.8 outside the cluster");
        }
        assertThat(verdicts.count(Standing.UNKNOWN)).isEqualTo(2);
        sample.cells.add(new Cell(
                STORAGE,
                INTERNET,
                1,
                List.of(new Witness(
                        new OfPod("storage", "db"),
                        new OfAddresses(set("8.0.0.0/8").ranges().getFirst()),
                        PortSet.ALL)),
                List.of(),
                null,
                List.of()));
        assertThat(sample.between(STORAGE, INTERNET).witnesses())
                .anyMatch(witness -> witness.contains("which zone storage reaches although the plan says no"));
    }

    @Test
    void addressesThatThePlanAllowsAndServicesOfOthersAreNoDoubt() {
        sample.see("""
                apiVersion: v1
                kind: Endpoints
                metadata: {name: partner, namespace: app}
                subsets: [{addresses: [{ip: 203.0.113.9}]}]
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: kubernetes, namespace: default}
                endpoints: [{addresses: [198.18.0.1]}]
                """);
        assertNothing();
    }

    @Test
    void aliases() {
        sample.see("""
                apiVersion: v1
                kind: Service
                metadata: {name: mail, namespace: edge}
                spec: {type: ExternalName, externalName: smtp.example.com}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: inside, namespace: edge}
                spec: {type: ExternalName, externalName: db.storage.svc.cluster.local}
                """);
        assertOnlyDoubt(EDGE, INTERNET, "Service edge/mail is an alias for smtp.example.com");
    }

    @Test
    void externalIpsTakeOverAddressesThatAZoneMayReach() {
        sample.see("""
                apiVersion: v1
                kind: Service
                metadata: {name: trap, namespace: tools}
                spec: {externalIPs: [203.0.113.9, 8.8.8.8], selector: {a: b}, ports: [{port: 443}]}
                """);
        assertOnlyDoubt(APP, new Party.Elsewhere(), "tools/trap takes over 203.0.113.9", "zone app");
    }

    @ParameterizedTest
    @CsvSource({
        "LoadBalancer, Cluster, 443,   198.51.100.0/24, true",
        "NodePort,     '',      443,   198.51.100.0/24, true",
        "LoadBalancer, Local,   443,   198.51.100.0/24, false",
        "ClusterIP,    '',      443,   198.51.100.0/24, false",
        "LoadBalancer, Cluster, 443,   0.0.0.0/0,       false",
        "LoadBalancer, Cluster, https, 0.0.0.0/0,       false",
        "LoadBalancer, Cluster, 22,    0.0.0.0/0,       true",
        "LoadBalancer, Cluster, other, 0.0.0.0/0,       true"
    })
    void clientsWhoseAddressIsLost(String type, String policy, String port, String from, boolean doubted) {
        sample.pods.add(pod("edge", "web", "10.0.0.9", false));
        sample.flows.set(
                2,
                new Flow(
                        new End.Addresses(from.equals("0.0.0.0/0") ? AddressSet.ALL : set(from)),
                        zone("edge"),
                        PortSet.of(Protocol.TCP, 443)));
        sample.see("""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: edge}
                spec:
                  type: %s
                  externalTrafficPolicy: "%s"
                  selector: {app: web}
                  ports: [{port: 8443, targetPort: %s}]
                """.formatted(type, policy, port));
        if (doubted) {
            assertOnlyDoubt(INTERNET, EDGE, "edge/web lets connections in over nodes");
        } else {
            assertNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "crd.projectcalico.org/v1, NetworkPolicy, true",
        "projectcalico.org/v3, NetworkPolicy, true",
        "cilium.io/v2, CiliumNetworkPolicy, true",
        "crd.antrea.io/v1beta1, NetworkPolicy, true",
        "networking.k8s.aws/v1alpha1, ApplicationNetworkPolicy, true",
        "k8s.ovn.org/v1, EgressFirewall, true",
        "k8s.ovn.org/v1, UserDefinedNetwork, true",
        "k8s.cni.cncf.io/v1beta1, MultiNetworkPolicy, true",
        "projectcalico.org/v3, StagedNetworkPolicy, false",
        "security.istio.io/v1, AuthorizationPolicy, false",
        "networking.k8s.io/v1, NetworkPolicy, false",
        "networking.k8s.io/v1, Ingress, false"
    })
    void policiesOfANamespaceThatAreNotEvaluated(String version, String kind, boolean doubted) {
        sample.see("{apiVersion: %s, kind: %s, metadata: {name: x, namespace: storage}}".formatted(version, kind));
        if (doubted) {
            assertDoubtTouching(STORAGE, kind + ".", "storage/x");
        } else {
            assertNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "projectcalico.org/v3, GlobalNetworkPolicy, true",
        "cilium.io/v2, CiliumClusterwideNetworkPolicy, true",
        "crd.antrea.io/v1beta1, ClusterNetworkPolicy, true",
        "networking.k8s.aws/v1alpha1, ClusterNetworkPolicy, true",
        "policy.networking.k8s.io/v1beta1, ClusterNetworkPolicy, true",
        "policy.networking.k8s.io/v1alpha2, ClusterNetworkPolicy, false",
        "policy.networking.k8s.io/v1alpha1, AdminNetworkPolicy, false",
        "acme.example/v1, HostFirewallRule, true",
        "acme.example/v1, SuperNetworkTrafficPolicy, true",
        "acme.example/v1, Network, false",
        "projectcalico.org/v3, Tier, false"
    })
    void policiesOfTheClusterThatAreNotEvaluated(String version, String kind, boolean doubted) {
        sample.see("{apiVersion: %s, kind: %s, metadata: {name: x}}".formatted(version, kind));
        assertThat(sample.verdicts().count(Standing.UNKNOWN)).isEqualTo(doubted ? 12 : 0);
        if (doubted) {
            assertThat(sample.between(APP, STORAGE).reasons())
                    .singleElement()
                    .asString()
                    .contains(kind, " x.");
        }
    }

    @Test
    void policiesThatAreNotUnderstoodAndKindsThatAreNotRead() {
        sample.sightings.add(
                new Sighting.RefusedPolicy(new Policy.Id("NetworkPolicy", "storage", "odd"), "endPort is below port"));
        assertDoubtTouching(STORAGE, "NetworkPolicy storage/odd is not understood: endPort is below port");
        sample.sightings.set(0, new Sighting.UnreadKind("CiliumNetworkPolicy.cilium.io", "forbidden"));
        assertThat(sample.verdicts().count(Standing.UNKNOWN)).isEqualTo(12);
    }

    private static Policy admin(String kind, String name, int priority, Action action, Peer peer, int port) {
        return new Policy(
                new Policy.Id(kind, "", name),
                Tier.Admin,
                priority,
                PodSelection.across(Selector.of(Map.of("zone", "app")), Selector.EVERYTHING),
                false,
                false,
                List.of(),
                List.of(new Rule(
                        0, "", action, List.of(peer), List.of(new PortMatch.Numbers(PortSet.of(Protocol.TCP, port))))));
    }

    @Test
    void namesThatAPolicyAllows() {
        sample.policies.add(admin(
                "AdminNetworkPolicy", "web", 1, Action.Allow, new Peer.DomainNames(List.of("*.example.com")), 443));
        assertOnlyDoubt(APP, INTERNET, "AdminNetworkPolicy web lets zone app reach names", "*.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "AdminNetworkPolicy,   1, Deny,  443, true",
        "AdminNetworkPolicy,   1, Allow, 443, false",
        "AdminNetworkPolicy,   2, Deny,  443, false",
        "AdminNetworkPolicy,   1, Deny,  80,  false",
        "ClusterNetworkPolicy, 7, Deny,  443, true"
    })
    void policiesThatNothingOrders(String kind, int priority, Action action, int port, boolean doubted) {
        sample.policies.add(admin("AdminNetworkPolicy", "one", 1, Action.Allow, new Peer.Everyone(), 443));
        sample.policies.add(admin(kind, "other", priority, action, new Peer.Addresses(AddressSet.ALL_V4), port));
        if (doubted) {
            assertDoubtTouching(APP, "AdminNetworkPolicy one and " + kind + " other", "nothing orders them");
        } else {
            assertNothing();
        }
    }

    @Test
    void policiesWhosePodsCannotBeTheSameNeverMeet() {
        var one = admin("AdminNetworkPolicy", "one", 1, Action.Allow, new Peer.Everyone(), 443);
        for (var who : List.of("front", "back")) {
            sample.policies.add(new Policy(
                    new Policy.Id("AdminNetworkPolicy", "", who),
                    Tier.Admin,
                    1,
                    PodSelection.across(Selector.EVERYTHING, Selector.of(Map.of("app", who))),
                    false,
                    false,
                    List.of(),
                    List.of(new Rule(
                            0,
                            "",
                            who.equals("front") ? Action.Allow : Action.Deny,
                            one.egress().getFirst().peers(),
                            List.of()))));
        }
        assertNothing();
    }

    @Test
    void aFlowToPartOfAZoneStillLeadsToItsServices() {
        sample.flows.clear();
        sample.flows.add(new Flow(
                zone("edge"),
                new End.InZone("storage", Optional.of(Selector.of(Map.of("app", "db")))),
                PortSet.of(Protocol.TCP, 1)));
        sample.see("""
                {apiVersion: v1, kind: Service, metadata: {name: x, namespace: storage},
                 spec: {type: ExternalName, externalName: example.com}}
                """);
        assertThat(sample.between(EDGE, INTERNET).standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(sample.between(APP, INTERNET).standing()).isEqualTo(Standing.ISOLATED);
    }
}
