package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.cli.Run;

class ExplainTest {
    private static final String WORLD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: postgres, namespace: db}
            spec: {template: {metadata: {labels: {app: pg}}, spec: {containers: [{name: c}]}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: postgres-0, namespace: db, labels: {app: pg}}
            spec: {containers: [{name: c}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: pg, namespace: db}
            spec:
              podSelector: {matchLabels: {app: pg}}
              policyTypes: [Ingress, Egress]
              ingress: [{from: [{ipBlock: {cidr: 10.9.0.0/16}}]}, {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}], ports: [{port: 5432}]}]
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: {name: guard}
            spec:
              priority: 10
              subject: {namespaces: {}}
              egress: [{action: Deny, to: [{networks: [203.0.113.0/24]}]}]
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void world() throws IOException {
        Files.writeString(folder.resolve("world.yaml"), WORLD);
    }

    private Run explain(String from, String to, String port, String... more) {
        var arguments = new String[7 + more.length];
        arguments[0] = "--from";
        arguments[1] = from;
        arguments[2] = "--to";
        arguments[3] = to;
        arguments[4] = "--port";
        arguments[5] = port;
        arguments[6] = folder.toString();
        System.arraycopy(more, 0, arguments, 7, more.length);
        return Run.of("", Explain::new, arguments);
    }

    /** Policies see the pod behind the address; pods on the node's network are not behind it. */
    @Test
    void theAddressOfAPodMeansThePod() throws IOException {
        Files.writeString(folder.resolve("more.yaml"), """
                {apiVersion: v1, kind: Pod, metadata: {name: client, namespace: shop}, spec: {containers: [{name: c}]}, status: {podIPs: [{ip: 10.1.0.7}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: shop}, spec: {hostNetwork: true, containers: [{name: c}]}, status: {podIPs: [{ip: 10.1.0.8}]}}
                """);
        assertThat(explain("10.1.0.7", "db/postgres", "tcp/5432").out()).contains("egress of shop/client", "rule 1");
        assertThat(explain("10.1.0.8", "db/postgres", "tcp/5432").code()).isEqualTo(1);
        assertThat(explain("10.9.0.8", "db/postgres", "tcp/5432").out()).contains("rule 0");
    }

    @Test
    void whatIsAllowedNamesTheRule() {
        var run = explain("shop/web", "db/postgres", "tcp/5432");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("shop/web to db/postgres, TCP/5432: allowed (datapath Worst)")
                .contains("Admin: no rule is about this")
                .contains("NetworkPolicy: no policy selects the pod for this direction")
                .contains("NetworkPolicy: allowed by NetworkPolicy db/pg, rule 1");
    }

    @Test
    void whatIsDeniedNamesTheNearestRule() {
        var run = explain("shop/web", "db/postgres-0", "tcp/5433");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("denied: a policy selects the pod, and none of its rules allows this")
                .contains("nearest: NetworkPolicy db/pg, ingress rule 1: ");
    }

    @Test
    void aDenialOfAnotherTierIsTold() {
        var run = explain("shop/web", "203.0.113.9", "TCP/443");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("Admin: denied by AdminNetworkPolicy guard, rule 0");
        assertThat(explain("shop/web", "203.0.114.9", "TCP/443").code()).isZero();
    }

    @Test
    void whoeverComesFromOutsideIsAnAddress() {
        assertThat(explain("10.9.1.1", "db/postgres", "udp/1").code()).isZero();
        assertThat(explain("10.8.1.1", "db/postgres", "udp/1").code()).isEqualTo(1);
    }

    @Test
    void aKindTellsWorkloadsApart() {
        assertThat(explain("shop/Deployment/web", "db/StatefulSet/postgres", "tcp/5432")
                        .code())
                .isZero();
    }

    @Test
    void jsonSaysTheSame() {
        var run = explain("shop/web", "db/postgres", "tcp/5433", "-o", "json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("\"allowed\" : false")
                .contains("\"outcome\" : \"NothingAllows\"")
                .contains("\"nearest\" : {");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop/wbe    | db/postgres | tcp/80    | did you mean shop/web?
            shop/web    | db/postgre  | tcp/80    | did you mean db/postgres?
            web         | db/postgres | tcp/80    | neither NAMESPACE/NAME nor an address
            300.1.1.1   | db/postgres | tcp/80    | neither NAMESPACE/NAME nor an address
            x/y         | db/postgres | tcp/80    | there is no such pod or workload
            10.0.0.1    | 10.0.0.2    | tcp/80    | both ends are addresses outside
            shop/web    | db/postgres | tcp/0     | --port must be
            shop/web    | db/postgres | tcp/65536 | --port must be
            shop/web    | db/postgres | icmp/8    | --port must be
            shop/web    | db/postgres | 80        | --port must be
            shop/web    | db/postgres | tcp/http  | --port must be
            """)
    void whatCannotBeAskedIsSaid(String from, String to, String port, String sentence) {
        var run = explain(from, to, port);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRefusedPolicyLeavesNothingToExplain() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: bad, namespace: db}
                spec: {podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]}
                """);
        var run = explain("shop/web", "db/postgres", "tcp/5432");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("spec.ingress[0].ports[0].endPort: 80 is below the port 90");
    }

    @Test
    void aPodReachesItself() {
        var run = explain("db/postgres-0", "db/postgres-0", "tcp/1");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("a pod always reaches itself");
    }
}
