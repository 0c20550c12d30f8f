package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.CelPolicy;
import vn.onshore.admission.PolicyObject;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.boundary.Allowances;
import vn.onshore.manifest.Manifest;

class GuardCompilerTest {
    private static final Map<String, Object> REQUEST = Map.of(
            "operation", "CREATE", "userInfo", Map.of("username", "an", "groups", List.of("system:authenticated")));

    @Test
    void auditWritesNothing() {
        assertThat(compile(Mode.Audit, Samples.SERVER)).isEqualTo(Guards.NONE);
    }

    @Test
    void warnOnlyWarnsAndChangesNoPod() {
        var guards = compile(Mode.Warn, Samples.SERVER);
        assertThat(bindings(guards))
                .isNotEmpty()
                .allSatisfy(binding -> assertThat(
                                binding.tree().at("spec", "validationActions").texts())
                        .containsExactly("Warn"));
        assertThat(guards.objects()).noneMatch(object -> object.kind().startsWith("Mutating"));
        assertThat(guards.skipped()).contains(new Skipped(Guard.PodPlacement, "Warn changes no pod"));
    }

    @Test
    void enforceDeniesAndLeavesATrace() {
        assertThat(bindings(compile(Mode.Enforce, Samples.SERVER)))
                .allSatisfy(binding -> assertThat(
                                binding.tree().at("spec", "validationActions").texts())
                        .containsExactly("Deny", "Audit"));
    }

    @Test
    void everyPolicyFailsClosedWithoutParameters() {
        var policies = policies(compile(Mode.Enforce, Samples.SERVER_WITH_SNAPSHOTS));
        assertThat(policies).hasSizeGreaterThan(12).allSatisfy(policy -> {
            assertThat(policy.tree().at("spec", "failurePolicy").text()).isEqualTo("Fail");
            assertThat(policy.tree().at("spec", "paramKind").isPresent()).isFalse();
        });
    }

    @Test
    void onlyWhatTheServerOffersIsEmitted() {
        var vap = Set.of("admissionregistration.k8s.io/v1/validatingadmissionpolicies");
        var old = compile(Mode.Enforce, new ServerFeatures(30, vap));
        assertThat(policies(old).stream().map(Manifest::name))
                .contains("onshore-citizen-data-pod-bindings", "onshore-citizen-data-pods")
                .doesNotContain("onshore-citizen-data-services", "onshore-citizen-data-pod-placement");
        assertThat(Samples.yaml(old.objects())).doesNotContain("isIP(").doesNotContain("variables.region in");
        assertThat(old.skipped().stream().map(Skipped::guard))
                .contains(Guard.Services, Guard.PodPlacement, Guard.VolumeSnapshotClasses, Guard.PodBindings);
        assertThat(compile(Mode.Enforce, new ServerFeatures(29, vap)).objects()).isEmpty();
    }

    /** Only what is stored nowhere and comes from the account that proves is left to another policy. */
    @Test
    void nobodyEscapesAsACanaryOfAnotherPolicy() {
        var pods = policy(compile(Mode.Enforce, Samples.SERVER), "pods");
        var canary = Samples.CANARY;
        assertThat(pods.refusal(canaryOf("tax-data"), null, request(canary, true)))
                .isEmpty();
        assertThat(pods.refusal(canaryOf("tax-data"), null, request(canary, false)))
                .isNotEmpty();
        assertThat(pods.refusal(canaryOf("tax-data"), null, request(canary, null)))
                .isNotEmpty();
        assertThat(pods.refusal(canaryOf("tax-data"), null, request("mallory", true)))
                .isNotEmpty();
        assertThat(pods.refusal(canaryOf("citizen-data"), null, request(canary, true)))
                .isNotEmpty();
        assertThat(pods.refusal(canaryOf(null), null, request(canary, true))).isNotEmpty();
    }

    /** A CONNECT is never a dry-run, so there the account is like any other. */
    @Test
    void whatHasNoDryRunIsLeftToNobody() {
        for (var policy : policies(compile(Mode.Enforce, Samples.SERVER_WITH_SNAPSHOTS))) {
            var connects = policy.tree().at("spec", "matchConstraints", "resourceRules").items().stream()
                    .anyMatch(rule -> rule.at("operations").texts().contains("CONNECT"));
            assertThat(policy.tree().at("spec", "matchConditions").items().stream()
                            .anyMatch(condition -> condition.at("name").text().equals("not-anothers-canary")))
                    .as(policy.name())
                    .isNotEqualTo(connects);
        }
    }

    private static Map<String, Object> canaryOf(@Nullable String policy) {
        var annotations = policy == null ? Map.<String, Object>of() : Map.<String, Object>of(GuardNames.CANARY, policy);
        return Map.of(
                "metadata",
                Map.of("name", "c", "annotations", annotations),
                "spec",
                Map.of("nodeName", "bkk-node-1", "containers", List.of()));
    }

    private static Map<String, Object> request(String user, @Nullable Boolean dryRun) {
        var request = new HashMap<>(REQUEST);
        request.put("userInfo", Map.of("username", user, "groups", List.of("system:authenticated")));
        if (dryRun != null) {
            request.put("dryRun", dryRun);
        }
        return request;
    }

    @Test
    void theOrderOfWhatIsGivenDoesNotMatter() {
        var nodes = new ArrayList<>(Samples.NODES);
        Collections.reverse(nodes);
        assertThat(GuardCompiler.compile(Samples.inputs(Mode.Enforce, Samples.SERVER, Samples.VIETNAM, nodes)))
                .isEqualTo(GuardCompiler.compile(Samples.inputs()));
    }

    @Test
    void theDigestFollowsTheSpec() {
        var one = compile(Mode.Enforce, Samples.SERVER).objects();
        var other = GuardCompiler.compile(
                        Samples.inputs(Mode.Enforce, Samples.SERVER, Samples.VIETNAM, List.of("hn-node-1")))
                .objects();
        for (var i = 0; i < one.size(); i++) {
            var same = one.get(i).tree().at("spec").equals(other.get(i).tree().at("spec"));
            var digest = one.get(i).tree().at("metadata", "annotations", PolicyObject.DIGEST);
            assertThat(digest.text()).startsWith("sha256:");
            assertThat(digest.equals(other.get(i).tree().at("metadata", "annotations", PolicyObject.DIGEST)))
                    .as(one.get(i).name())
                    .isEqualTo(same);
        }
    }

    @Test
    void hostileNamesOfPlacesAllowNothing() {
        var hostile = "'] || true || ['";
        var allowances = new Allowances(
                List.of(hostile),
                List.of("\\'", hostile),
                List.of("\u0000"),
                List.of(hostile),
                List.of("\n", hostile),
                List.of(),
                List.of("\"", hostile),
                List.of(new Allowances.Driver(hostile, List.of(hostile), List.of(hostile), List.of("(?<zone>.*)"))));
        var guards = GuardCompiler.compile(
                Samples.inputs(Mode.Enforce, Samples.SERVER, allowances, List.of(hostile, "\\", "'")));
        var refused = 0;
        for (var policy : policies(guards)) {
            var compiled = CelPolicy.of(policy);
            for (var attempt : Attempt.all()) {
                if (!attempt.mustPass()
                        && policy.name().endsWith("-" + attempt.refusedBy())
                        && !attempt.refusedBy().equals("nodes")) {
                    assertThat(compiled.refusal(attempt.object(), null, REQUEST))
                            .as(attempt.attempt())
                            .isNotEmpty();
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(40);
    }

    @Test
    void thousandsOfNodesAreSearchedAndMoreAreJudgedByRegion() {
        var names = IntStream.range(0, 5_000)
                .mapToObj(i -> "worker-%05d.hn-01.example.gov.vn".formatted(i))
                .toList();
        var guards = GuardCompiler.compile(Samples.inputs(Mode.Enforce, Samples.SERVER, Samples.VIETNAM, names));
        var binds = policy(guards, "pod-bindings");
        assertThat(binds.refusal(bind("worker-04999.hn-01.example.gov.vn", "vn-north"), null, REQUEST))
                .isEmpty();
        assertThat(binds.refusal(bind("worker-05000.hn-01.example.gov.vn", "vn-north"), null, REQUEST))
                .contains("not eligible");

        var many = IntStream.range(0, NodeList.MAX_NAMES + 1)
                .mapToObj(i -> "n" + i)
                .toList();
        var beyond = GuardCompiler.compile(Samples.inputs(Mode.Enforce, Samples.SERVER, Samples.VIETNAM, many));
        assertThat(beyond.skipped())
                .anyMatch(skipped -> skipped.guard() == Guard.PodBindings
                        && skipped.reason().contains("judged by the node's region and zone alone"));
        var byRegion = policy(beyond, "pod-bindings");
        assertThat(byRegion.refusal(bind("n1", "vn-north"), null, REQUEST)).isEmpty();
        assertThat(byRegion.refusal(bind("n1", "ap-southeast-1"), null, REQUEST))
                .contains("outside");
        assertThat(byRegion.refusal(bind("n1", ""), null, REQUEST)).contains("outside");
    }

    @Test
    void aPodThatIsChangedIsJudgedByWhatChanges() {
        var pods = policy(GuardCompiler.compile(Samples.inputs()), "pods");
        var old = pod("docker.io/old", List.of(Map.of("operator", "Exists")));
        var update = new HashMap<>(REQUEST);
        update.put("operation", "UPDATE");
        assertThat(pods.refusal(pod("docker.io/old", List.of(Map.of("operator", "Exists"))), old, update))
                .isEmpty();
        assertThat(pods.refusal(pod("docker.io/new", List.of()), old, update)).contains("docker.io/new");
        assertThat(pods.refusal(pod("docker.io/old", List.of(Map.of("key", GuardNames.UNATTESTED))), old, update))
                .contains("must not tolerate");
    }

    @Test
    void longNamesStayUniqueAndValid() {
        var name = "a".repeat(240);
        assertThat(GuardNames.object(name + "b", Guard.PersistentVolumes))
                .hasSizeLessThanOrEqualTo(253)
                .isNotEqualTo(GuardNames.object(name + "c", Guard.PersistentVolumes))
                .isEqualTo(GuardNames.object(name + "b", Guard.PersistentVolumes));
        assertThat(GuardNames.nodeLabel(name).split("/")[1]).hasSizeLessThanOrEqualTo(63);
        assertThat(GuardNames.labelValue("short")).isEqualTo("short");
        assertThat(GuardNames.nodeLabel("citizen-data"))
                .isEqualTo("onshore.node-restriction.kubernetes.io/residency.citizen-data");
    }

    private static Map<String, Object> bind(String node, String region) {
        return Map.of(
                "metadata", Map.of("labels", Map.of("topology.kubernetes.io/region", region)),
                "target", Map.of("kind", "Node", "name", node));
    }

    private static Map<String, Object> pod(String image, List<Map<String, String>> tolerations) {
        return Map.of(
                "metadata", Map.of("name", "p"),
                "spec",
                        Map.of(
                                "nodeName",
                                "sgp-node-1",
                                "containers",
                                List.of(Map.of("name", "c", "image", image)),
                                "tolerations",
                                tolerations));
    }

    private static Guards compile(Mode mode, ServerFeatures server) {
        return GuardCompiler.compile(Samples.inputs(mode, server, Samples.VIETNAM, Samples.NODES));
    }

    private static CelPolicy policy(Guards guards, String slug) {
        return policies(guards).stream()
                .filter(policy -> policy.name().endsWith("-" + slug))
                .map(CelPolicy::of)
                .findFirst()
                .orElseThrow();
    }

    private static List<Manifest> policies(Guards guards) {
        return guards.objects().stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicy"))
                .toList();
    }

    private static List<Manifest> bindings(Guards guards) {
        return guards.objects().stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicyBinding"))
                .toList();
    }
}
