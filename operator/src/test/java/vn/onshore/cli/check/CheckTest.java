package vn.onshore.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.cli.Run;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.Tree;

class CheckTest {
    private static final Path WORLD = Path.of(
            System.getProperty("onshore.root"), "operator/src/test/resources/vn/onshore/residency/exits/world.yaml");
    private static final String BAD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: bad, namespace: shop}
            spec: {containers: [{name: a, image: nginx}]}
            """;
    private static final String GOOD = BAD.replace("nginx", "registry.example.gov.vn/web:1");
    private static final String UNKNOWN = GOOD.replace("bad", "doubtful").replace("shop", "nowhere");

    @TempDir
    Path folder;

    @BeforeEach
    void world() throws IOException {
        Files.copy(WORLD, folder.resolve("a-world.yaml"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Run check(String... options) {
        return checkInput("", options);
    }

    private Run checkInput(String input, String... options) {
        var arguments = new ArrayList<>(List.of(options));
        if (!arguments.contains("-")) {
            arguments.add(folder.toString());
        }
        return Run.of(input, Check::new, arguments.toArray(String[]::new));
    }

    private static Tree json(String text) {
        return ((JsonTree.Readable) JsonTree.parse(text, 1 << 20, 50)).tree();
    }

    @Test
    void cleanInputIsZero() throws IOException {
        write("good.yaml", GOOD);
        var run = check();
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("0 violations, 0 unknown, 7 met: 1 of 5 objects judged by citizen-data.");
    }

    @Test
    void unusableBeatsViolationBeatsUnknown() throws IOException {
        write("unknown.yaml", UNKNOWN);
        assertThat(check().code()).isEqualTo(3);
        write("bad.yaml", BAD);
        assertThat(check().code()).isEqualTo(1);
        write("broken.yaml", "a: [");
        write("broken2.yaml", "apiVersion: v1\n");
        var run = check();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("broken.yaml:1: this is not valid YAML")
                .contains("broken2.yaml:1: it has no kind");
        assertThat(run.out()).contains("violation").contains("unknown");
    }

    @Test
    void withoutPolicyThereIsNothingToJudgeBy() throws IOException {
        Files.delete(folder.resolve("a-world.yaml"));
        write("good.yaml", GOOD);
        var run = check();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no usable DataResidency").contains("--policy FILE");
        assertThat(check("--policy", WORLD.toString(), "--governed", "shop").code())
                .isZero();
    }

    @Test
    void standardInputIsRead() throws IOException {
        var run = checkInput(BAD, "-", "--boundary", WORLD.toString(), "--governed", "all", "-o", "json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(json(run.out()).items().getFirst().at("file").text()).isEqualTo("-");
    }

    @Test
    void governedSaysWhatLabelsDoNot() throws IOException {
        write("unknown.yaml", UNKNOWN);
        assertThat(check("--governed", "other,nowhere").code()).isZero();
        assertThat(check("--governed", "other").code()).isEqualTo(3);
        write("exempt.yaml", BAD.replace("shop", "kube-system"));
        assertThat(check("--governed", "all").code()).isZero();
    }

    @Test
    void jsonRowsHaveExactlyTheAgreedFields() throws IOException {
        write("bad.yaml", "# comment\n---\n" + BAD);
        var rows = json(check("-o", "json").out()).items();
        assertThat(rows).extracting(row -> row.at("rule").text()).isSorted().hasSize(7);
        var row = rows.stream()
                .filter(r -> r.at("rule").text().equals("E25"))
                .findFirst()
                .orElseThrow();
        assertThat(row.fields().keySet())
                .containsExactly("rule", "verdict", "file", "line", "subject", "message", "remediation");
        assertThat(row.at("subject").fields().keySet()).containsExactly("apiVersion", "kind", "namespace", "name");
        assertThat(row.at("verdict").text()).isEqualTo("NotMet");
        assertThat(row.at("file").text()).endsWith("bad.yaml");
        assertThat(row.at("line").number(0)).isEqualTo(3);
    }

    @Test
    void anEmptyArrayIsStillJson() throws IOException {
        assertThat(check("-o", "json").out()).isEqualTo("[]\n");
    }

    @Test
    void sarifNamesRulesAndRegions() throws IOException {
        write("bad.yaml", BAD);
        var run = json(check("-o", "sarif").out()).at("runs").items().getFirst();
        var result = run.at("results").items().getFirst();
        var rules = run.at("tool", "driver", "rules").items();
        assertThat(result.at("level").text()).isEqualTo("error");
        assertThat(rules.get((int) result.at("ruleIndex").number(-1)).at("id").text())
                .isEqualTo("E25");
        var place = result.at("locations").items().getFirst().at("physicalLocation");
        assertThat(place.at("region", "startLine").number(0)).isEqualTo(1);
        assertThat(place.at("artifactLocation", "uri").text()).endsWith("bad.yaml");
        assertThat(run.at("invocations")
                        .items()
                        .getFirst()
                        .at("executionSuccessful")
                        .isTrue())
                .isTrue();
    }

    @Test
    void junitCountsWhatItHolds() throws Exception {
        write("bad & ugly.yaml", BAD);
        write("unknown.yaml", UNKNOWN);
        write("broken.yaml", "a: \"<\u0001>");
        var xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(check("-o", "junit").out().getBytes(StandardCharsets.UTF_8)));
        assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(3);
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(15);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(8);
    }

    @Test
    void githubCommandsAreEscaped() throws IOException {
        write("50%, a:b.yaml", BAD);
        var line = check("-o", "github").out().lines().findFirst().orElseThrow();
        assertThat(line)
                .startsWith("::error file=")
                .contains("50%25%2C a%3Ab.yaml,line=1,title=E25 Pod shop/bad::")
                .contains("nginx");
    }

    @Test
    void nothingOfAUrlsUserInfoIsShown() throws IOException {
        write("hook.yaml", """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: h}
                webhooks: [{name: a.b.c, clientConfig: {url: "https://user:hunter2@hook.example.gov.vn/v?token=hunter2"}}]
                """);
        for (var format : Format.values()) {
            var run = check("-o", format.name());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out() + run.err()).doesNotContain("hunter2");
        }
    }

    @Test
    void ownResourcesAreHeldToTheirSchema() throws IOException {
        var policy = """
                apiVersion: onshore.vn/v1alpha1
                kind: DataResidency
                metadata: {name: p}
                spec:
                  boundaryRef: {name: vietnam}
                  namespaceSelector: {matchLabels: {a: b}}
                """;
        write("p.yaml", policy + "  scheduler: [a]\n");
        var run = check();
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains("warning:")
                .contains("spec.scheduler: is not a field of this resource; schedulers is");
        write("p.yaml", policy + "  mode: Strict\n");
        assertThat(check().err()).contains("spec.mode: is none of Audit, Warn, Enforce");
        write("p.yaml", policy + "  sites: [mars-01]\n");
        assertThat(check().err()).contains("mars-01, which is no site of the boundary vietnam");
        write("p.yaml", policy.replace("{matchLabels: {a: b}}", "{}"));
        assertThat(check().err()).contains("spec.namespaceSelector: is empty");
        write("p.yaml", policy.replace("name: vietnam", "name: laos"));
        assertThat(check().err()).contains("laos, which is not in the input");
        write(
                "p.yaml",
                policy.replace("{matchLabels: {a: b}}", "{matchExpressions: [{key: a, operator: In, values: [no]}]}"));
        assertThat(check().err()).contains("spec.namespaceSelector.matchExpressions[0].values: must be strings");
    }

    @Test
    void ofOneNameTheLastPolicyCountsAsWithKubectlApply() throws IOException {
        write("good.yaml", GOOD);
        var policy = """
                apiVersion: onshore.vn/v1alpha1
                kind: DataResidency
                metadata: {name: citizen-data}
                spec:
                  boundaryRef: {name: vietnam}
                  namespaceSelector: {matchLabels: {onshore.vn/residency: vietnam}}
                """;
        write("b.yaml", policy);
        assertThat(check().err()).as("the same again").isEmpty();
        write("b.yaml", policy + "  schedulers: [ours]\n");
        var run = check();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("a-world.yaml:21: DataResidency citizen-data: metadata.name: stands again at")
                .contains("b.yaml:1, and the last one counts");
        assertThat(run.out()).contains("judged by citizen-data.");
        assertThat(check("--policy", WORLD.toString()).code())
                .as("what is judged does not choose by what")
                .isZero();
    }

    @Test
    void aServiceIsJudgedWhereverItIsIfSomethingLeadsThere() throws IOException {
        write("service.yaml", """
                apiVersion: v1
                kind: Service
                metadata: {name: hook, namespace: lab}
                spec: {type: ExternalName, externalName: next.lab.svc}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: next, namespace: lab}
                spec: {type: ExternalName, externalName: hook.attacker.io}
                """);
        assertThat(check().code()).as("nothing leads there").isZero();
        write("hook.yaml", """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: h}
                webhooks: [{name: a.b.c, clientConfig: {service: {namespace: lab, name: hook}}}]
                """);
        var rows = json(check("-o", "json").out()).items();
        assertThat(rows)
                .extracting(
                        row -> row.at("rule").text() + " " + row.at("verdict").text() + " "
                                + row.at("subject", "name").text())
                .containsExactly("E49 Met h", "E42 Met hook", "E42 NotMet next");
        assertThat(rows.getLast().at("message").text()).endsWith("; Service/lab/hook leads here");
    }

    @Test
    void aWholeFileHasALineInEveryReport() throws IOException {
        write("broken.yaml", "a: b");
        assertThat(check("-o", "junit", folder + "/missing.yaml").out())
                .contains("<testcase classname=\"input\" name=\"file\"")
                .doesNotContain("line=\"0\"");
        assertThat(check("-o", "github", folder + "/missing.yaml").out()).contains("missing.yaml,line=1,");
    }

    @Test
    void theWorstOfSeveralPoliciesCounts() throws IOException {
        write("good.yaml", GOOD);
        write("p.yaml", """
                apiVersion: onshore.vn/v1alpha1
                kind: DataResidency
                metadata: {name: stricter}
                spec:
                  boundaryRef: {name: vietnam}
                  namespaceSelector: {matchLabels: {onshore.vn/residency: vietnam}}
                  schedulers: [ours]
                """);
        var rows = json(check("-o", "json").out()).items();
        assertThat(rows).hasSize(7);
        assertThat(rows.getFirst().at("verdict").text()).isEqualTo("NotMet");
        assertThat(check().code()).isEqualTo(1);
    }
}
