package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.residency.prove.CanaryGround;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.helm.Helm;

/** What the chart renders, by the real Helm. */
class ChartTemplateIT {
    private static final Helm HELM = Helm.locate(System.getenv(), Progress.lines(System.err));
    private static final String NAMESPACE = "onshore-system";

    @Test
    void passesHelmLint() {
        Helm.Result result = HELM.lint(ChartFiles.CHART, "");
        assertThat(result.succeeded()).as(result.out() + result.err()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica: 3                                   | replica",
                "replicas: -1                                 | replicas",
                "replicas: two                                | replicas",
                "image: {repository: 'Registry.Example/X y'}  | image/repository",
                "image: {pullPolicy: Sometimes}               | image/pullPolicy",
                "image: {digest: 'md5:00'}                    | image/digest",
                "operator: {port: 80}                         | operator/port",
                "operator: {sweepInterval: often}             | operator/sweepInterval",
                "operator: {leaderElection: {enabled: 'yes'}} | operator/leaderElection/enabled",
                "operator: {jvmOptions: ['-Da=b c']}          | operator/jvmOptions",
                "rbac: {aggregate: {owner: true}}             | owner",
                "rbac: {sweepExtra: [{apiGroups: [''], resources: [secrets], verbs: [list]}]} | rbac/sweepExtra",
                "rbac: {sweepExtra: [{apiGroups: [a.b], resources: [cs], verbs: [delete]}]}   | rbac/sweepExtra",
                "networkPolicy: {apiServer: {ports: []}}      | networkPolicy/apiServer/ports",
                "resources: {limits: {memory: lots}}          | resources/limits/memory",
                "probes: {image: 'a&b'}                       | probes/image",
            })
    void refusesValuesThatTheSchemaForbids(String values, String named) {
        Helm.Result result = HELM.template("onshore", NAMESPACE, ChartFiles.CHART, values);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.err()).contains(named);
    }

    @Test
    void refusesToGuessTheNameOfAnAccountItDoesNotMake() {
        assertThatThrownBy(() -> render("serviceAccount: {create: false}"))
                .hasMessageContaining("serviceAccount.name is needed");
        assertThat(render("serviceAccount: {create: false, name: mine}"))
                .doesNotContainKey("ServiceAccount/mine")
                .containsKey("Deployment/onshore");
    }

    @Test
    void everyObjectIsLabelledAndEveryFileButTheDefinitionsMakesOne() {
        String out = HELM.template("onshore", NAMESPACE, ChartFiles.CHART, "metrics: {serviceMonitor: {enabled: true}}")
                .orThrow()
                .out();
        assertThat(ChartFiles.yaml(out)).allSatisfy(object -> {
            JsonNode labels = object.at("/metadata/labels");
            assertThat(labels.path("app.kubernetes.io/name").asText()).isEqualTo("onshore");
            assertThat(labels.path("app.kubernetes.io/managed-by").asText()).isEqualTo("Helm");
        });
        Map<String, Long> objectsOfFile = out.lines()
                .filter(line -> line.startsWith("# Source: ") && !line.endsWith("/crds.yaml"))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        assertThat(objectsOfFile)
                .isNotEmpty()
                .allSatisfy((file, count) -> assertThat(count).as(file).isOne());
    }

    @Test
    void definitionsAreThoseOfTheProjectAndKept() {
        var rendered = new TreeMap<String, JsonNode>();
        render("").forEach((name, object) -> {
            if (name.startsWith("CustomResourceDefinition/")) {
                assertThat(object.at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText())
                        .isEqualTo("keep");
                ((ObjectNode) object.path("metadata")).remove(List.of("labels", "annotations"));
                rendered.put(object.at("/metadata/name").asText(), object);
            }
        });
        var own = new TreeMap<String, JsonNode>();
        ChartFiles.definitions("crds").values().forEach(text -> {
            JsonNode definition = ChartFiles.yaml(text).getFirst();
            own.put(definition.at("/metadata/name").asText(), definition);
        });
        assertThat(rendered).isEqualTo(own);
        assertThat(kinds(render("crds: {enabled: false}"))).doesNotContain("CustomResourceDefinition");
        assertThat(render("crds: {keep: false}").values())
                .noneMatch(object -> object.at("/metadata/annotations").has("helm.sh/resource-policy"));
    }

    @Test
    void canaryGroundIsWhatTheProverExpects() {
        Map<String, JsonNode> rendered = render("");
        for (var expected : CanaryGround.shared(NAMESPACE)) {
            JsonNode wanted = new YAMLMapper().valueToTree(expected.tree().fields());
            JsonNode found = Optional.ofNullable(rendered.get(expected.kind() + "/" + expected.name()))
                    .orElseThrow(() -> new AssertionError(expected.subject() + " is not in the chart"));
            wanted.fieldNames().forEachRemaining(field -> {
                if (!field.equals("metadata")) {
                    assertThat(normal(found.path(field)))
                            .as(expected.kind() + "/" + expected.name() + " " + field)
                            .isEqualTo(normal(wanted.path(field)));
                }
            });
        }
    }

    @Test
    void withoutGuardsNobodyMayWriteOrProveThem() {
        Map<String, JsonNode> rendered = render("admission: {policies: {enabled: false}}");
        assertThat(rendered.keySet()).noneMatch(name -> name.contains("canary") || name.contains("guards"));
        assertThat(rules(rendered))
                .filteredOn(rule -> rule.path("apiGroups").toString().contains("admissionregistration"))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(texts(rule.path("verbs"))).isSubsetOf("get", "list", "watch"));
    }

    @Test
    void withoutProbesNobodyMayMakeJobs() {
        for (var values : List.of("probes: {enabled: false}", "admission: {policies: {enabled: false}}")) {
            assertThat(rules(render(values)))
                    .filteredOn(rule -> rule.path("resources").toString().contains("\"jobs\""))
                    .isNotEmpty()
                    .allSatisfy(rule -> assertThat(texts(rule.path("verbs"))).isSubsetOf("get", "list", "watch"));
        }
        assertThat(String.valueOf(render("probes: {enabled: false}").get("Deployment/onshore")))
                .doesNotContain("--probe-image");
        var probing = render("probes: {image: 'registry.invalid/probe:1', pullSecrets: [{name: a}]}");
        assertThat(String.valueOf(probing.get("Deployment/onshore")))
                .contains("\"--probe-image\",\"registry.invalid/probe:1\",\"--probe-pull-secret\",\"a\"");
    }

    @Test
    void noRoleReadsSecretsOrGrantsEverything() {
        assertThat(rules(render(""))).isNotEmpty().allSatisfy(rule -> {
            assertThat(texts(rule.path("resources"))).doesNotContain("*", "secrets");
            assertThat(texts(rule.path("apiGroups"))).doesNotContain("*");
            assertThat(texts(rule.path("verbs"))).doesNotContain("*", "escalate", "impersonate");
        });
    }

    @Test
    void onlyReadingIsAggregatedUnlessAskedFor() {
        assertThat(aggregated(render(""))).containsExactly("view");
        assertThat(aggregated(render("rbac: {aggregate: {view: false, admin: true}}")))
                .containsExactly("admin");
    }

    private static List<String> aggregated(Map<String, JsonNode> objects) {
        String prefix = "rbac.authorization.k8s.io/aggregate-to-";
        return objects.values().stream()
                .flatMap(object -> object.at("/metadata/labels").properties().stream())
                .filter(label -> label.getKey().startsWith(prefix))
                .map(label -> label.getKey().substring(prefix.length()))
                .toList();
    }

    @Test
    void fullNameReplacesAllNamesThatAreNotFixed() {
        assertThat(render("fullnameOverride: frontier"))
                .containsKeys("Deployment/frontier", "ClusterRole/frontier-read", "ServiceAccount/frontier");
    }

    private static Map<String, JsonNode> render(String values) {
        String out = HELM.template("onshore", NAMESPACE, ChartFiles.CHART, values)
                .orThrow()
                .out();
        return ChartFiles.yaml(out).stream()
                .collect(Collectors.toMap(
                        object -> object.path("kind").asText() + "/"
                                + object.at("/metadata/name").asText(),
                        object -> object));
    }

    private static List<String> kinds(Map<String, JsonNode> objects) {
        return objects.values().stream()
                .map(object -> object.path("kind").asText())
                .distinct()
                .toList();
    }

    private static List<JsonNode> rules(Map<String, JsonNode> objects) {
        return objects.values().stream()
                .flatMap(object -> StreamSupport.stream(object.path("rules").spliterator(), false))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Lists of rules are sets: their order says nothing. */
    private static Object normal(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(ChartTemplateIT::normal)
                    .collect(Collectors.toSet());
        }
        if (node.isObject()) {
            var fields = new TreeMap<String, Object>();
            node.properties().forEach(entry -> fields.put(entry.getKey(), normal(entry.getValue())));
            return fields;
        }
        return node.asText();
    }
}
