package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.cli.Run;

class DiffTest {
    private static final String PODS = """
            {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a, labels: {app: p}}, spec: {containers: [{name: c}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: q, namespace: a, labels: {app: q}}, spec: {containers: [{name: c}]}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: a}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}
            """;
    private static final String P = "{\"namespace\":\"a\",\"name\":\"p\",\"kind\":\"Pod\"}";
    private static final String Q = "{\"namespace\":\"a\",\"name\":\"q\",\"kind\":\"Pod\"}";

    @TempDir
    Path folder;

    private static String policy(String name, String spec) {
        return "---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: " + name
                + ", namespace: a}, spec: {podSelector: {}, " + spec + "}}\n";
    }

    private static String egressTo(String... cidrs) {
        var peers = new StringBuilder();
        for (var cidr : cidrs) {
            peers.append("{ipBlock: {cidr: ").append(cidr).append("}}, ");
        }
        return policy("out", "policyTypes: [Egress], egress: [{to: [" + peers + "], ports: [{port: 443}]}]");
    }

    private static String among(int port) {
        return policy(
                "in",
                "policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: p}}}], ports: [{port: "
                        + port + "}]}], egress: [{to: [{podSelector: {}}]}]");
    }

    private Run diff(String before, String after, String... options) throws IOException {
        var old = Files.writeString(folder.resolve("old.yaml"), PODS + before);
        var now = Files.writeString(folder.resolve("new.yaml"), PODS + after);
        var arguments = new String[options.length + 2];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = old.toString();
        arguments[options.length + 1] = now.toString();
        return Run.of("", Diff::new, arguments);
    }

    @Test
    void theSameIsNoDifference() throws IOException {
        var run = diff(among(80) + egressTo("10.0.0.0/8"), egressTo("10.0.0.0/8") + among(80), "-o", "json");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                {"added":[],"removed":[],"changed":[],"verdicts":[],"notEvaluated":[],"datapath":"Worst"}
                """);
    }

    @Test
    void anAddressSpaceInOtherPiecesIsNoDifference() throws IOException {
        var run = diff(
                egressTo("10.0.0.0/8"),
                egressTo("10.128.0.0/9", "10.0.0.0/10", "10.64.0.0/10", "10.1.0.0/16"),
                "-o",
                "json");
        assertThat(run.out()).contains("{\"added\":[],\"removed\":[],\"changed\":[]");
    }

    @Test
    void whatIsAddedRemovedAndChangedIsToldByAddress() throws IOException {
        var run = diff(
                among(80) + egressTo("10.0.0.0/9"),
                among(81) + egressTo("10.64.0.0/10", "10.128.0.0/10", "10.192.0.0/10"),
                "-o",
                "json");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                {"added":[
                {"source":P,"destination":{"range":"10.128.0.0-10.255.255.255"},"ports":{"TCP":"443"}},
                {"source":Q,"destination":{"range":"10.128.0.0-10.255.255.255"},"ports":{"TCP":"443"}}
                ],"removed":[
                {"source":P,"destination":{"range":"10.0.0.0-10.63.255.255"},"ports":{"TCP":"443"}},
                {"source":Q,"destination":{"range":"10.0.0.0-10.63.255.255"},"ports":{"TCP":"443"}}
                ],"changed":[
                {"source":P,"destination":Q,"oldPorts":{"TCP":"80"},"newPorts":{"TCP":"81"}}
                ],"verdicts":[],"notEvaluated":[],"datapath":"Worst"}
                """.replace(":P,", ":" + P + ",").replace(":Q,", ":" + Q + ","));
    }

    @Test
    void aWorkloadThatIsNewBringsItsConnections() throws IOException {
        var more =
                "---\n{apiVersion: v1, kind: Pod, metadata: {name: r, namespace: b}, spec: {containers: [{name: c}]}}\n";
        var run = diff("", more, "-o", "json");
        assertThat(run.out())
                .contains("\"name\":\"r\"")
                .contains("\"range\":\"0.0.0.0-255.255.255.255\"")
                .contains("\"removed\":[],\"changed\":[]");
    }

    @Test
    void theEndsOfTheAddressSpaceAreCompared() throws IOException {
        var run = diff(
                egressTo("'::/0'", "0.0.0.0/0"), egressTo("'::/1'", "128.0.0.0/1"), "--ip-family", "all", "-o", "json");
        assertThat(run.out())
                .contains("\"added\":[],\"removed\":[")
                .contains("\"range\":\"0.0.0.0-127.255.255.255\"")
                .contains("\"range\":\"8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\"");
    }

    @Test
    void markdownIsForPullRequests() throws IOException {
        assertThat(diff(among(80), among(80)).out()).contains("No connection changes.");
        assertThat(diff(among(80), among(81)).out())
                .contains("### Changed")
                .contains("| a/p (Pod) | a/q (Pod) | TCP 80 | TCP 81 |");
        assertThat(diff("", egressTo("10.0.0.0/8"), "-o", "md").out())
                .contains("### Added")
                .contains("| a/p (Pod) | 10.0.0.0-10.255.255.255 | TCP 443 |");
    }

    @Test
    void sarifStandsWhereTheWorkloadStands() throws IOException {
        var run = diff("", egressTo("10.0.0.0/8"), "-o", "sarif");
        assertThat(run.out())
                .contains("\"version\" : \"2.1.0\"")
                .contains("\"ruleId\" : \"ConnectionAdded\"")
                .contains("\"level\" : \"warning\"")
                .contains("a/p (Pod) to 10.0.0.0-10.255.255.255 may connect now on TCP 443")
                .contains("new.yaml");
    }

    @Test
    void aSideThatCannotBeUsedIsTwo() throws IOException {
        assertThat(diff("", policy("bad", "policyTypes: [Sideways]")).code()).isEqualTo(2);
        assertThat(diff(policy("bad", "policyTypes: [Sideways]"), "").code()).isEqualTo(2);
        assertThat(Run.of("", Diff::new, folder.resolve("old.yaml").toString()).code())
                .isEqualTo(2);
        assertThat(Run.of(
                                "",
                                Diff::new,
                                folder.resolve("old.yaml").toString(),
                                folder.resolve("gone.yaml").toString())
                        .code())
                .isEqualTo(2);
    }
}
