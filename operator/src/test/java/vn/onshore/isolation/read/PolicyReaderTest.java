package vn.onshore.isolation.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Tree;

class PolicyReaderTest {

    private static Tree tree(String yaml) {
        var reading = ManifestReader.read("policy.yaml", yaml);
        assertThat(reading.problems()).isEmpty();
        return reading.manifests().getFirst().tree();
    }

    private static PolicyReading read(String yaml) {
        return PolicyReader.read(tree(yaml)).orElseThrow();
    }

    private static PolicyReading networkPolicy(String spec) {
        return read("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: a}
                spec: %s
                """.formatted(spec));
    }

    private static PolicyReading admin(String spec) {
        return read("""
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: p}
                spec: %s
                """.formatted(spec));
    }

    private static PolicyReading adminEgress(String rule) {
        return admin("{priority: 5, subject: {namespaces: {}}, egress: [%s]}".formatted(rule));
    }

    private static PolicyReading cluster(String spec) {
        return read("""
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: p}
                spec: %s
                """.formatted(spec));
    }

    private static PolicyReading clusterEgress(String rule) {
        return cluster("{tier: Admin, priority: 5, subject: {namespaces: {}}, egress: [%s]}".formatted(rule));
    }

    private static Policy policy(PolicyReading reading) {
        assertThat(reading).isInstanceOf(PolicyReading.Evaluated.class);
        return ((PolicyReading.Evaluated) reading).policy();
    }

    private static void assertRefused(PolicyReading reading, String field) {
        assertThat(reading).isInstanceOfSatisfying(PolicyReading.Refused.class, refused -> {
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.reason()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {podSelector: {}}                                                       | true  | false
            {podSelector: {}, policyTypes: []}                                      | true  | false
            {podSelector: {}, egress: []}                                           | true  | false
            {podSelector: {}, egress: [{}]}                                         | true  | true
            {podSelector: {}, ingress: [{}], egress: [{}]}                          | true  | true
            {podSelector: {}, policyTypes: [Egress]}                                | false | true
            {podSelector: {}, policyTypes: [Egress], ingress: [{}]}                 | false | true
            {podSelector: {}, policyTypes: [Ingress], egress: [{}]}                 | true  | false
            {podSelector: {}, policyTypes: [Ingress, Egress]}                       | true  | true
            {}                                                                      | true  | false
            """)
    void policyTypesDecideOrTheRulesDo(String spec, boolean ingress, boolean egress) {
        var policy = policy(networkPolicy(spec));
        assertThat(policy.isolatesIngress()).isEqualTo(ingress);
        assertThat(policy.isolatesEgress()).isEqualTo(egress);
        assertThat(ingress || policy.ingress().isEmpty()).isTrue();
        assertThat(egress || policy.egress().isEmpty()).isTrue();
        assertThat(policy.subject()).isEqualTo(PodSelection.in("a", Selector.EVERYTHING));
    }

    @Test
    void aPeerSaysWhereAndWhich() {
        var peers = policy(networkPolicy("""
                {podSelector: {}, ingress: [{from: [
                  {podSelector: {matchLabels: {x: web}}},
                  {podSelector: {matchLabels: {x: web}}, namespaceSelector: {}},
                  {namespaceSelector: {matchExpressions: [{key: t, operator: In, values: [b, a]}]}},
                  {ipBlock: {cidr: 10.0.0.0/30, except: [10.0.0.1/32]}}]}]}
                """)).ingress().getFirst().peers();
        var web = Selector.of(Map.of("x", "web"));
        var teams = new Selector(List.of(new Selector.Requirement("t", Selector.Operator.In, List.of("a", "b"))));
        assertThat(peers.subList(0, 3))
                .containsExactly(
                        new Peer.Pods(PodSelection.in("a", web)),
                        new Peer.Pods(PodSelection.across(Selector.EVERYTHING, web)),
                        new Peer.Pods(PodSelection.across(teams, Selector.EVERYTHING)));
        assertThat(((Peer.Addresses) peers.get(3)).addresses()).hasToString("10.0.0.0,10.0.0.2-10.0.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{from: []}", "{from: null}"})
    void withoutPeersEverybodyIsMeant(String rule) {
        var rules = policy(networkPolicy("{podSelector: {}, ingress: [" + rule + "]}"))
                .ingress();
        assertThat(rules.getFirst().peers()).containsExactly(new Peer.Everyone());
        assertThat(rules.getFirst().ports()).isEmpty();
    }

    @Test
    void aPortIsANumberARangeANameOrAll() {
        var ports = policy(networkPolicy("""
                {podSelector: {}, ingress: [{ports: [{}, {protocol: UDP}, {port: 80}, {protocol: SCTP, port: 5, endPort: 7},
                  {protocol: UDP, port: dns}]}]}
                """)).ingress().getFirst().ports();
        assertThat(ports)
                .containsExactly(
                        new PortMatch.Numbers(PortSet.of(Protocol.TCP)),
                        new PortMatch.Numbers(PortSet.of(Protocol.UDP)),
                        new PortMatch.Numbers(PortSet.of(Protocol.TCP, 80)),
                        new PortMatch.Numbers(PortSet.of(Protocol.SCTP, 5, 7)),
                        new PortMatch.Named(Protocol.UDP, "dns"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}        | spec.podSelector.matchExpressions[0].operator
            {podSelector: {matchExpressions: [{key: a, operator: In}]}}                     | spec.podSelector.matchExpressions[0].values
            {podSelector: {matchExpressions: [{key: a, operator: NotIn, values: []}]}}      | spec.podSelector.matchExpressions[0].values
            {podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}    | spec.podSelector.matchExpressions[0].values
            {podSelector: {matchExpressions: [{operator: Exists}]}}                         | spec.podSelector.matchExpressions[0].key
            {podSelector: {matchExpressions: [{key: a}]}}                                   | spec.podSelector.matchExpressions[0].operator
            {podSelector: {matchExpressions: [{key: a, operator: In, values: ['b c']}]}}    | spec.podSelector.matchExpressions[0].values[0]
            {podSelector: {matchLabels: {a b: c}}}                                          | spec.podSelector.matchLabels.a b
            {podSelector: {matchLabels: {-a: c}}}                                           | spec.podSelector.matchLabels.-a
            {podSelector: {matchLabels: {x/y/z: c}}}                                        | spec.podSelector.matchLabels.x/y/z
            {podSelector: {matchLabels: {a: c-}}}                                           | spec.podSelector.matchLabels.a
            {podSelector: {matchLabels: {a: true}}}                                         | spec.podSelector.matchLabels.a
            {podSelector: {app: web}}                                                       | spec.podSelector.app
            {podSelector: [a]}                                                              | spec.podSelector
            {podSelectors: {}}                                                              | spec.podSelectors
            {podSelector: {}, policyTypes: [ingress]}                                       | spec.policyTypes[0]
            {podSelector: {}, policyTypes: [Ingress, Egress, Ingress]}                      | spec.policyTypes
            {podSelector: {}, policyTypes: Ingress}                                         | spec.policyTypes
            {podSelector: {}, ingress: {from: []}}                                          | spec.ingress
            {podSelector: {}, ingress: [{to: []}]}                                          | spec.ingress[0].to
            {podSelector: {}, egress: [{from: []}]}                                         | spec.egress[0].from
            {podSelector: {}, ingress: [{from: [{}]}]}                                      | spec.ingress[0].from[0]
            {podSelector: {}, ingress: [{from: [{podSelector: null}]}]}                     | spec.ingress[0].from[0]
            {podSelector: {}, egress: [{to: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]} | spec.egress[0].to[0]
            {podSelector: {}, egress: [{to: [{ipBlock: {}}]}]}                              | spec.egress[0].to[0].ipBlock.cidr
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0}}]}]}                | spec.egress[0].to[0].ipBlock.cidr
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}              | spec.egress[0].to[0].ipBlock.cidr
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 010.0.0.0/8}}]}]}             | spec.egress[0].to[0].ipBlock.cidr
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}             | spec.egress[0].to[0].ipBlock.cidr
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: '::ffff:10.0.0.0/104'}}]}]}   | spec.egress[0].to[0].ipBlock.cidr
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]} | spec.egress[0].to[0].ipBlock.except[0]
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}  | spec.egress[0].to[0].ipBlock.except[0]
            {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: ['2001:db8::/32']}}]}]} | spec.egress[0].to[0].ipBlock.except[0]
            {podSelector: {}, ingress: [{ports: [{port: 0}]}]}                              | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: 65536}]}]}                          | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: 80.5}]}]}                           | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: '80'}]}]}                           | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: HTTP}]}]}                           | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: a--b}]}]}                           | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: -ab}]}]}                            | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{port: abcdefghijklmnop}]}]}               | spec.ingress[0].ports[0].port
            {podSelector: {}, ingress: [{ports: [{endPort: 80}]}]}                          | spec.ingress[0].ports[0].endPort
            {podSelector: {}, ingress: [{ports: [{port: web, endPort: 80}]}]}               | spec.ingress[0].ports[0].endPort
            {podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]}                | spec.ingress[0].ports[0].endPort
            {podSelector: {}, ingress: [{ports: [{port: 90, endPort: 70000}]}]}             | spec.ingress[0].ports[0].endPort
            {podSelector: {}, ingress: [{ports: [{protocol: tcp, port: 90}]}]}              | spec.ingress[0].ports[0].protocol
            {podSelector: {}, ingress: [{ports: [{protocol: ICMP}]}]}                       | spec.ingress[0].ports[0].protocol
            """)
    void whatTheServerWouldRefuseIsRefusedWithItsField(String spec, String field) {
        assertRefused(networkPolicy(spec), field);
    }

    @Test
    void rulesOfAnUnlistedDirectionAreChecked() {
        assertRefused(
                networkPolicy("{podSelector: {}, policyTypes: [Ingress], egress: [{to: [{}]}]}"),
                "spec.egress[0].to[0]");
    }

    @Test
    void aPolicyNeedsAName() {
        assertRefused(
                read("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {}, spec: {podSelector: {}}}"),
                "metadata.name");
        assertRefused(
                read(
                        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: A_b}, spec: {podSelector: {}}}"),
                "metadata.name");
    }

    @Test
    void anAdminPolicyIsRead() {
        var policy = policy(admin("""
                {priority: 7, subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}},
                 ingress: [{name: in, action: Pass, from: [{namespaces: {}}], ports: [{namedPort: web}]}],
                 egress: [{action: Deny, to: [{networks: [0.0.0.0/0, '::/0']}, {nodes: {}}],
                   ports: [{portNumber: {port: 53, protocol: UDP}}, {portRange: {start: 1, end: 9}}]},
                   {action: Allow, to: [{domainNames: ['*.example.vn']}]}]}
                """));
        assertThat(policy.tier()).isEqualTo(Tier.Admin);
        assertThat(policy.priority()).isEqualTo(7);
        assertThat(policy.ingress().getFirst().ports()).containsExactly(new PortMatch.Named(null, "web"));
        assertThat(policy.egress().getFirst().ports())
                .containsExactly(
                        new PortMatch.Numbers(PortSet.of(Protocol.UDP, 53)),
                        new PortMatch.Numbers(PortSet.of(Protocol.TCP, 1, 9)));
        assertThat(policy.egress().get(1).peers()).containsExactly(new Peer.DomainNames(List.of("*.example.vn")));
        assertThat(policy.isolatesEgress()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {subject: {namespaces: {}}}                                             | spec.priority
            {priority: 1001, subject: {namespaces: {}}}                             | spec.priority
            {priority: -1, subject: {namespaces: {}}}                               | spec.priority
            {priority: 1}                                                           | spec.subject
            {priority: 1, subject: {}}                                              | spec.subject
            {priority: 1, subject: {namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}} | spec.subject
            {priority: 1, subject: {pods: {podSelector: {}}}}                       | spec.subject.pods.namespaceSelector
            """)
    void anAdminPolicyThatTheServerWouldRefuseIsRefused(String spec, String field) {
        assertRefused(admin(spec), field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {to: [{namespaces: {}}]}                                                | .action
            {action: Accept, to: [{namespaces: {}}]}                                | .action
            {action: Allow}                                                         | .to
            {action: Allow, to: []}                                                 | .to
            {action: Allow, to: [{}]}                                               | .to[0]
            {action: Allow, to: [{namespaces: {}, networks: [10.0.0.0/8]}]}         | .to[0]
            {action: Allow, to: [{networks: []}]}                                   | .to[0].networks
            {action: Allow, to: [{networks: [10.0.0.0]}]}                           | .to[0].networks[0]
            {action: Allow, to: [{networks: [10.0.0.0/8]}], ports: [{namedPort: web}]} | .ports
            {action: Allow, to: [{namespaces: {}}], ports: [{}]}                    | .ports[0]
            {action: Allow, to: [{namespaces: {}}], ports: [{portNumber: {port: 0}}]} | .ports[0].portNumber.port
            {action: Allow, to: [{namespaces: {}}], ports: [{portRange: {start: 0, end: 5}}]} | .ports[0].portRange.start
            {action: Allow, to: [{namespaces: {}}], ports: []}                      | .ports
            {action: Allow, to: [{networks: [10.0.0.1/33]}]}                        | .to[0].networks[0]
            {action: Allow, to: [{networks: ['::ffff:10.0.0.1/104']}]}              | .to[0].networks[0]
            {action: Deny, to: [{domainNames: [example.vn]}]}                       | .action
            {action: Allow, to: [{domainNames: [example]}]}                         | .to[0].domainNames[0]
            """)
    void anAdminRuleThatTheServerWouldRefuseIsRefused(String rule, String field) {
        assertRefused(adminEgress(rule), "spec.egress[0]" + field);
    }

    /** Its schema is laxer than that of the other kinds: such a rule is in force, and means what it says. */
    @Test
    void whatTheServerTakesOfAnAdminPolicyIsEvaluated() {
        var policy = policy(adminEgress("""
                {action: Allow, to: [{namespaces: {}}], ports: [{portRange: {start: 5, end: 5}},
                  {portRange: {start: 9, end: 8}}, {namedPort: Not-A-Port-Name-That-A-Pod-Can-Have}]}
                """));
        assertThat(policy.egress().getFirst().ports())
                .containsExactly(
                        new PortMatch.Numbers(PortSet.of(Protocol.TCP, 5)),
                        new PortMatch.Numbers(PortSet.NONE),
                        new PortMatch.Named(null, "Not-A-Port-Name-That-A-Pod-Can-Have"));
        assertThat(policy(adminEgress("{action: Allow, to: [{networks: [10.1.2.3/8, '2001:db8::1/32']}]}"))
                        .egress())
                .isEqualTo(policy(adminEgress("{action: Allow, to: [{networks: [10.0.0.0/8, '2001:db8::/32']}]}"))
                        .egress());
    }

    /** Servers before Kubernetes 1.36 took host bits, and keep what they took. */
    @Test
    void hostBitsOfAPolicyThatAServerHasAreMaskedAndOfANewOneRefused() {
        var yaml = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: a, uid: u}
                spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8, except: [10.1.2.3/16]}}]}]}
                """;
        var stored = policy(read(yaml));
        assertThat(stored.egress())
                .isEqualTo(policy(read(yaml.replace("10.0.0.1", "10.0.0.0").replace("10.1.2.3", "10.1.0.0")))
                        .egress());
        assertRefused(read(yaml.replace(", uid: u", "")), "spec.egress[0].to[0].ipBlock.cidr");
    }

    @Test
    void limitsOnCountsHold() {
        var peer = "{namespaces: {}}, ";
        assertRefused(adminEgress("{action: Allow, to: [" + peer.repeat(101) + "]}"), "spec.egress[0].to");
        assertThat(adminEgress("{action: Allow, to: [" + peer.repeat(100) + "]}"))
                .isInstanceOf(PolicyReading.Evaluated.class);
        assertRefused(clusterEgress("{action: Accept, to: [" + peer.repeat(26) + "]}"), "spec.egress[0].to");
        assertRefused(
                adminEgress("{action: Allow, to: [{networks: [" + "10.0.0.0/8, ".repeat(26) + "]}]}"),
                "spec.egress[0].to[0].networks");
    }

    @Test
    void theBaselineIsOneAndHasNoPriority() {
        var yaml = """
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: BaselineAdminNetworkPolicy
                metadata: {name: default}
                spec: {subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}
                """;
        assertThat(policy(read(yaml)).tier()).isEqualTo(Tier.Baseline);
        assertRefused(read(yaml.replace("name: default", "name: other")), "metadata.name");
        assertRefused(read(yaml.replace("subject", "priority: 1, subject")), "spec.priority");
        assertRefused(read(yaml.replace("Deny", "Pass")), "spec.ingress[0].action");
    }

    @Test
    void aClusterPolicyIsRead() {
        var policy = policy(cluster("""
                {tier: Baseline, priority: 3, subject: {pods: {podSelector: {}}},
                 egress: [{action: Accept, to: [{pods: {namespaceSelector: {}, podSelector: {}}}],
                   protocols: [{tcp: {destinationPort: {number: 80}}}, {udp: {destinationPort: {range: {start: 5, end: 6}}}},
                     {sctp: {}}, {destinationNamedPort: web}]}]}
                """));
        assertThat(policy.tier()).isEqualTo(Tier.Baseline);
        assertThat(policy.egress().getFirst().ports())
                .containsExactly(
                        new PortMatch.Numbers(PortSet.of(Protocol.TCP, 80)),
                        new PortMatch.Numbers(PortSet.of(Protocol.UDP, 5, 6)),
                        new PortMatch.Numbers(PortSet.of(Protocol.SCTP)),
                        new PortMatch.Named(null, "web"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {priority: 1, subject: {namespaces: {}}}                                | spec.tier
            {tier: NetworkPolicy, priority: 1, subject: {namespaces: {}}}           | spec.tier
            {tier: Admin, subject: {namespaces: {}}}                                | spec.priority
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}]}]} | spec.ingress[0].action
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {}}], protocols: []}]} | spec.ingress[0].protocols
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {}}], protocols: [{tcp: {}, udp: {}}]}]} | spec.ingress[0].protocols[0]
            {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 1, range: {start: 1, end: 2}}}}]}]} | spec.ingress[0].protocols[0].tcp.destinationPort
            {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{networks: [10.0.0.0/8]}], protocols: [{destinationNamedPort: web}]}]} | spec.egress[0].protocols
            """)
    void aClusterPolicyThatTheServerWouldRefuseIsRefused(String spec, String field) {
        assertRefused(cluster(spec), field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {action: Accept, to: [{clouds: {}}]}                                    | spec.egress[0].to[0].clouds
            {action: Accept, to: [{namespaces: {sameLabels: [a]}}]}                 | spec.egress[0].to[0].namespaces.sameLabels
            {action: Accept, to: [{namespaces: {}}], protocols: [{quic: {}}]}       | spec.egress[0].protocols[0].quic
            {action: Accept, to: [{namespaces: {}}], when: dark}                    | spec.egress[0].when
            """)
    void whatNobodyKnowsYetIsNotEvaluated(String rule, String field) {
        assertThat(clusterEgress(rule))
                .isInstanceOfSatisfying(
                        PolicyReading.Unevaluated.class,
                        unevaluated -> assertThat(unevaluated.field()).isEqualTo(field));
    }

    @Test
    void anUnknownVersionIsNotEvaluatedAndAnotherGroupIsNoPolicyOfOurs() {
        assertThat(
                        read(
                                "{apiVersion: policy.networking.k8s.io/v1beta1, kind: ClusterNetworkPolicy, metadata: {name: p}}"))
                .isInstanceOf(PolicyReading.Unevaluated.class);
        assertThat(PolicyReader.read(
                        tree("{apiVersion: crd.antrea.io/v1beta1, kind: ClusterNetworkPolicy, metadata: {name: p}}")))
                .isEmpty();
    }
}
