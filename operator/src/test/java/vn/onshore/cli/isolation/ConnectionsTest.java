package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.cli.Run;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Tree;

class ConnectionsTest {
    private static final Path CASES = Path.of(
            System.getProperty("onshore.root"), "operator/src/test/resources/vn/onshore/cli/isolation/connections");
    private static final String WORLD = """
            {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}, spec: {containers: [{name: c}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: q, namespace: a}, spec: {containers: [{name: c}]}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: net, namespace: a}
            spec:
              podSelector: {}
              policyTypes: [Ingress, Egress]
              ingress: [{from: [{podSelector: {}}]}]
              egress: [{to: [{podSelector: {}}], ports: [{port: 80}, {port: 443}]}, {to: [{ipBlock: {cidr: 10.0.0.7/32}}]}]
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Tree json(String text) {
        return ((JsonTree.Readable) JsonTree.parse(text, 1 << 20, 50)).tree();
    }

    private static String[] arguments(Path input) throws IOException {
        var arguments = new ArrayList<String>();
        var first = Files.readAllLines(input).getFirst();
        if (first.startsWith("# --")) {
            arguments.addAll(List.of(first.substring(2).split(" ")));
        }
        arguments.add(input.toString());
        return arguments.toArray(String[]::new);
    }

    /** Each {@code in-NAME.yaml}, with the options of its first line, gives {@code out-NAME.txt}. */
    @TestFactory
    Stream<DynamicTest> theApisRulesHold() throws IOException {
        try (var files = Files.list(CASES)) {
            return files.filter(file -> file.getFileName().toString().startsWith("in-")).sorted().toList().stream()
                    .map(file -> {
                        var name = file.getFileName().toString().replaceAll("^in-|[.]yaml$", "");
                        return DynamicTest.dynamicTest(name, () -> {
                            var run = connections(arguments(file));
                            assertThat(run.out()).isEqualTo(Files.readString(CASES.resolve("out-" + name + ".txt")));
                            assertThat(run.code()).isZero();
                        });
                    });
        }
    }

    @Test
    void jsonIsAsItIsDocumented() throws IOException {
        var run = connections("-o", "json", write("a.yaml", WORLD).toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                {"connections":[
                {"source":{"namespace":"a","name":"p","kind":"Pod"},"destination":{"namespace":"a","name":"q","kind":"Pod"},"ports":{"TCP":"80,443"}},
                {"source":{"namespace":"a","name":"p","kind":"Pod"},"destination":{"range":"10.0.0.7-10.0.0.7"},"ports":{"TCP":"1-65535","UDP":"1-65535","SCTP":"1-65535"}},
                {"source":{"namespace":"a","name":"q","kind":"Pod"},"destination":{"namespace":"a","name":"p","kind":"Pod"},"ports":{"TCP":"80,443"}},
                {"source":{"namespace":"a","name":"q","kind":"Pod"},"destination":{"range":"10.0.0.7-10.0.0.7"},"ports":{"TCP":"1-65535","UDP":"1-65535","SCTP":"1-65535"}}
                ],"notEvaluated":[],"datapath":"Worst"}
                """);
    }

    @Test
    void exposureIsOneMoreList() throws IOException {
        var run = connections(
                "-o", "json", "--exposure", CASES.resolve("in-exposure.yaml").toString());
        assertThat(run.out()).contains("""
                ],"exposure":[
                {"workload":{"namespace":"a","name":"p","kind":"Pod"},"direction":"ingress","peer":{"namespaceSelector":{"matchLabels":{"team":"x"}},"podSelector":{"matchExpressions":[{"key":"role","operator":"In","values":["b","c"]}]}},"ports":{"TCP":"80"}},
                {"workload":{"namespace":"a","name":"p","kind":"Pod"},"direction":"ingress","peer":{"range":"203.162.4.0-203.162.4.255"},"ports":{"TCP":"1-65535","UDP":"1-65535","SCTP":"1-65535"}},
                {"workload":{"namespace":"a","name":"p","kind":"Pod"},"direction":"egress","peer":"entire-cluster","ports":{"UDP":"53"}}
                ],"notEvaluated\"""");
    }

    @Test
    void exposureIsDrawnAsDiamonds() {
        var file = CASES.resolve("in-exposure.yaml").toString();
        assertThat(connections("-o", "dot", "--exposure", file).out())
                .contains("  \"entire cluster\" [shape=diamond, style=dashed];")
                .contains("  \"a/p (Pod)\" -> \"entire cluster\" [label=\"UDP 53\", style=dashed];")
                .contains(
                        "  \"pods role in (b,c) in namespaces team=x\" -> \"a/p (Pod)\" [label=\"TCP 80\", style=dashed];");
        assertThat(connections("-o", "dot", file).out()).doesNotContain("diamond");
    }

    /** Objects in another order, in other files, as JSON or in a List: not one byte is different. */
    @Test
    void theLayoutOfTheInputDoesNotMatter() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        try (var files = Files.list(CASES)) {
            var inputs = files.filter(file -> file.getFileName().toString().startsWith("in-"))
                    .sorted()
                    .toList();
            for (var input : inputs) {
                var options = arguments(input);
                for (var format : List.of("json", "csv", "md", "dot")) {
                    var there = Files.createDirectories(folder.resolve(input.getFileName() + format));
                    scatter(
                            ManifestReader.read("x.yaml", Files.readString(input))
                                    .manifests(),
                            there,
                            random);
                    assertThat(run(options, there, format).out())
                            .as("%s as %s, seed %d", input.getFileName(), format, seed)
                            .isEqualTo(run(options, input, format).out())
                            .isNotEmpty();
                }
            }
        }
    }

    private static Run connections(String... arguments) {
        return Run.of("", Connections::new, arguments);
    }

    private static Run run(String[] options, Path path, String format) {
        var arguments = Arrays.copyOf(options, options.length + 2);
        arguments[options.length - 1] = path.toString();
        arguments[options.length] = "-o";
        arguments[options.length + 1] = format;
        return connections(arguments);
    }

    private static void scatter(List<Manifest> manifests, Path folder, Random random) throws IOException {
        var shuffled = new ArrayList<>(manifests);
        Collections.shuffle(shuffled, random);
        var files = new ArrayList<StringBuilder>();
        for (var i = 0; i < 3; i++) {
            files.add(new StringBuilder());
        }
        for (var manifest : shuffled) {
            var json = JsonTree.canonical(manifest.tree().value());
            files.get(random.nextInt(3))
                    .append("---\n")
                    .append(
                            random.nextBoolean()
                                    ? json
                                    : "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + json + "]}")
                    .append('\n');
        }
        for (var i = 0; i < 3; i++) {
            Files.writeString(folder.resolve(random.nextInt(1000) + "-" + i + ".yaml"), files.get(i));
        }
    }

    @Test
    void aRefusedPolicyIsNamedAndTheRestIsReported() throws IOException {
        write("a.yaml", WORLD);
        write("b.yaml", """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: bad, namespace: a}
                spec: {podSelector: {}, ingress: [{from: [{}]}]}
                """);
        var run = connections("-o", "json", folder.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("error: " + folder.resolve("b.yaml")
                        + ":1: NetworkPolicy a/bad: spec.ingress[0].from[0]: it must");
        assertThat(json(run.out()).at("connections").items()).hasSize(4);
    }

    @Test
    void aDocumentThatCannotBeUsedIsAWarningAndAPathThatCannotAnError() throws IOException {
        write("a.yaml", WORLD + "---\nkey: [\n---\n{name: nothing}\n");
        var run = connections("-o", "json", folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("a.yaml:15: this is not valid YAML").contains("a.yaml:16: it has no kind");
        assertThat(json(run.out()).at("connections").items()).hasSize(4);
        var missing = connections(folder.resolve("nowhere.yaml").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no such file");
    }

    @Test
    void policiesThatNothingOrdersAreNamed() throws IOException {
        var file = write("a.yaml", """
                {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}, spec: {containers: [{name: c}]}}
                ---
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: one}
                spec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}
                ---
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: two}
                spec: {priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}]}]}
                """).toString();
        assertThat(connections(file).err())
                .contains("warning: AdminNetworkPolicy one and AdminNetworkPolicy two say different things");
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("action: Allow", "action: Deny"));
        assertThat(connections(file).err()).isEmpty();
    }

    @Test
    void whatHoldsNothingIsToldSo() throws IOException {
        var file = write("a.yaml", "# nothing\n").toString();
        var run = connections(file);
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("there is no object in " + file);
        assertThat(connections("").code()).isEqualTo(2);
        assertThat(Run.of("", Connections::new, "-").err()).contains("there is no object in -");
    }

    @Test
    void aTemplateIsToBeRenderedFirst() throws IOException {
        write("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n");
        write("b.yaml", "{{- if .Values.on }}\napiVersion: v1\n{{- end }}\n");
        assertThat(connections(folder.toString()).err())
                .contains("a.yaml:4: a key must be a string; render a template")
                .contains("b.yaml:1:");
    }

    @Test
    void ofOneNameTheLastCountsAndSaysSo() throws IOException {
        write("a.yaml", WORLD);
        write("b.yaml", WORLD.substring(WORLD.lastIndexOf("---\n")).replace("port: 80", "port: 8080"));
        var run = connections(folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("NetworkPolicy a/net: stands again at " + folder.resolve("b.yaml") + ":2");
        assertThat(run.out()).contains("TCP 443,8080").doesNotContain("TCP 80,");
        write("b.yaml", WORLD);
        assertThat(connections(folder.toString()).err()).isEmpty();
    }

    @Test
    void standardInputIsRead() {
        var run = Run.of(WORLD, Connections::new, "-", "-o", "csv");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("a,p,Pod,,a,q,Pod,,\"80,443\",,,Worst\r\n");
    }

    @ParameterizedTest
    @CsvSource({"--datapath, Flannel", "--ip-family, 5", "--output, pdf", "--nothing, x"})
    void optionsThatAreNoneAreRefused(String option, String value) {
        assertThat(connections(option, value, CASES.toString()).code()).isEqualTo(2);
    }

    @Test
    void withoutAPathThereIsNothingToDo() {
        assertThat(connections().code()).isEqualTo(2);
    }

    @Test
    void namesStayTextInEveryFormat() throws IOException {
        var file = write("a.yaml", """
                {apiVersion: v1, kind: Pod, metadata: {name: 'x|"<b>', namespace: 'n,"s'}, spec: {containers: [{name: c}]}}
                """).toString();
        assertThat(connections(file, "-o", "md").out()).contains("x\\|\"\\<b>");
        assertThat(connections(file, "-o", "csv").out()).contains("\"n,\"\"s\",\"x|\"\"<b>\",Pod");
        assertThat(connections(file, "-o", "dot").out()).contains("\"n,\\\"s/x|\\\"<b> (Pod)\"");
        assertThat(json(connections(file, "-o", "json").out()).at("connections").items())
                .isNotEmpty();
    }
}
