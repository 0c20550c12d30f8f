package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.cli.Run;

class GraphTest {
    static final String ZONES = """
            apiVersion: onshore.vn/v1alpha1
            kind: NetworkIsolation
            metadata: {name: archive}
            spec:
              boundaryRef: {name: vietnam}
              level: 1
              zones:
              - {name: app, role: InternalServer, namespaceSelector: {matchLabels: {zone: app}}}
              - {name: edge, role: DMZ, namespaceSelector: {matchLabels: {zone: edge}}}
              flows:
              - {from: {zone: edge}, to: {zone: app}, ports: [TCP/8443]}
              - {from: {cidrs: [203.162.4.0/24]}, to: {zone: edge}, ports: [TCP/443]}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {zone: app}}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: e, labels: {zone: edge}}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: e}, spec: {containers: [{name: c}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: api, namespace: a}, spec: {containers: [{name: c}]}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: edge, namespace: e}, spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{ipBlock: {cidr: 203.162.4.0/24}}], ports: [{port: 443}]}], egress: [{to: [{namespaceSelector: {matchLabels: {zone: app}}}], ports: [{port: 8443}]}]}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: app, namespace: a}, spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{namespaceSelector: {matchLabels: {zone: edge}}}], ports: [{port: 8443}]}]}}
            """;
    static final String HOLE = """
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: hole, namespace: a}, spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 198.51.100.0/24}}], ports: [{port: 443}]}]}}
            """;

    @TempDir
    Path folder;

    private Run graph(String yaml, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of(options));
        arguments.add(Files.writeString(folder.resolve("in.yaml"), yaml).toString());
        return Run.of("", Graph::new, arguments.toArray(String[]::new));
    }

    private static void assertIsXml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void zonesAndFlowsAreDrawn() throws Exception {
        var run = graph(ZONES, "--date", "2026-11-22");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertIsXml(run.out());
        assertThat(run.out())
                .contains("NetworkIsolation archive")
                .contains("Datapath Worst, 2026-11-22, objects sha256:")
                .contains(">app<")
                .contains("InternalServer, Internet: Deny")
                .contains(">to app: TCP 8443<")
                .contains(">from edge<")
                .contains(">Internet<")
                .doesNotContain("stroke-dasharray=\"8 5\" marker-end");
        assertThat(graph(ZONES, "--date", "2026-11-22").out()).isEqualTo(run.out());
    }

    @Test
    void aLeakIsRedAndDashed() throws IOException {
        assertThat(graph(ZONES + HOLE).out()).contains("stroke-dasharray=\"8 5\" marker-end=\"url(#leak)\"");
        assertThat(graph(ZONES + HOLE, "-o", "dot").out())
                .contains("\"app\" -> \"Internet\" [label=\"TCP 443\", color=red");
    }

    @Test
    void aFlowThatNoPolicyLetsThroughIsGrey() throws IOException {
        assertThat(graph(ZONES.replace("port: 8443", "port: 9443"), "-o", "dot").out())
                .contains("\"edge\" -> \"app\" [label=\"TCP 8443\", color=grey, style=dotted]");
    }

    @Test
    void namesStayText() throws Exception {
        var run = graph(ZONES, "--title", "<script>&\"'\u0007");
        assertIsXml(run.out());
        assertThat(run.out()).contains("&lt;script&gt;&amp;&quot;&#39;\uFFFD").doesNotContain("<script>");
    }

    @Test
    void withoutOneNetworkIsolationThereIsNothingToDraw() throws IOException {
        assertThat(graph("{apiVersion: v1, kind: Namespace, metadata: {name: a}}")
                        .code())
                .isEqualTo(2);
        var two = ZONES + "---\n" + ZONES.substring(0, ZONES.indexOf("---\n")).replace("archive", "other");
        assertThat(graph(two).err()).contains("--name: archive, other");
        assertThat(graph(two, "--name", "other").code()).isZero();
        var bad = graph(ZONES.replace("to: {zone: app}", "to: {zone: apps}"));
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("spec.flows[0].to.zone");
    }

    @Test
    void aVerdictThatGetsWorseIsOne() throws IOException {
        var old = Files.writeString(folder.resolve("old.yaml"), ZONES).toString();
        var now = Files.writeString(folder.resolve("new.yaml"), ZONES + HOLE).toString();
        var run = Run.of("", Diff::new, old, now, "-o", "json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("{\"isolation\":\"archive\",\"from\":\"app\",\"to\":\"(internet)\"")
                .contains("\"new\":\"LEAK\",\"worse\":true");
        assertThat(Run.of("", Diff::new, now, old, "-o", "json").code()).isZero();
        assertThat(Run.of("", Diff::new, old, old).code()).isZero();
        assertThat(Run.of("", Diff::new, old, now, "-o", "sarif").out()).contains("\"level\" : \"error\"");
        assertThat(Run.of("", Diff::new, old, now).out()).contains("**LEAK**");
    }

    /** Each pair of zones is judged by whoever declares it, so that no leak hides behind a declaration that went. */
    @Test
    void takingADeclarationAwayMakesNoVerdictBetter() throws IOException {
        var old = Files.writeString(folder.resolve("old.yaml"), ZONES).toString();
        var zone = ZONES.lines()
                .filter(line -> !line.contains("name: app, role") && !line.contains("to: {zone: app}"))
                .collect(Collectors.joining("\n"));
        for (var text : List.of(zone + "\n" + HOLE, ZONES.substring(ZONES.indexOf("---\n")) + HOLE)) {
            var now = Files.writeString(folder.resolve("new.yaml"), text).toString();
            var run = Run.of("", Diff::new, old, now, "-o", "json");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out())
                    .contains("\"from\":\"app\",\"to\":\"(internet)\",\"old\":\"ISOLATED\",\"new\":\"LEAK\"");
        }
    }
}
