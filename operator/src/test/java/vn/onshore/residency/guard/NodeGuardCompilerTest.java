package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.CelPolicy;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.manifest.Manifest;

class NodeGuardCompilerTest {
    private static final Map<String, String> TAINT = Map.of("key", "onshore.vn/unattested", "effect", "NoExecute");
    private static final Map<String, String> WAITS =
            Map.of("key", "node.cloudprovider.kubernetes.io/uninitialized", "effect", "NoSchedule");
    private static final Map<String, String> HANOI = Map.of("topology.kubernetes.io/zone", "vn-north-1a");
    private static final String MUST = "node 'hn-1' must register with the taint onshore.vn/unattested:NoExecute";
    private static final String ONLY = "only Onshore removes the taint";
    private static final String PLACE = "must have label topology.kubernetes.io/region or topology.kubernetes.io/zone";

    private static Guards compile(ServerFeatures server) {
        return NodeGuardCompiler.compile(
                new NodeGuardCompiler.Inputs("vietnam", "uid-b", List.of("cp-1"), List.of(Samples.OPERATOR), server));
    }

    private static final CelPolicy DEMAND = CelPolicy.of(compile(Samples.SERVER).objects().stream()
            .filter(object -> object.kind().equals("ValidatingAdmissionPolicy"))
            .findFirst()
            .orElseThrow());

    private static Map<String, Object> node(
            String name, Map<String, String> labels, @Nullable List<Map<String, String>> taints) {
        var node = new LinkedHashMap<String, Object>();
        node.put("metadata", Map.of("name", name, "labels", labels));
        node.put("spec", taints == null ? Map.of() : Map.of("taints", taints));
        return node;
    }

    private static String create(Map<String, Object> node) {
        return DEMAND.refusal(node, null, request("CREATE", "system:node:hn-1"));
    }

    private static String update(Map<String, Object> before, Map<String, Object> after, String user) {
        return DEMAND.refusal(after, before, request("UPDATE", user));
    }

    private static Map<String, Object> request(String operation, String user) {
        return Map.of("operation", operation, "userInfo", Map.of("username", user));
    }

    @Test
    void fourObjectsWhereTheServerMutatesTwoWhereNot() {
        assertThat(compile(Samples.SERVER).objects())
                .extracting(Manifest::kind)
                .containsExactly(
                        "MutatingAdmissionPolicy",
                        "MutatingAdmissionPolicyBinding",
                        "ValidatingAdmissionPolicy",
                        "ValidatingAdmissionPolicyBinding");
        var older =
                compile(new ServerFeatures(35, Set.of("admissionregistration.k8s.io/v1/validatingadmissionpolicies")));
        assertThat(older.objects()).hasSize(2);
        assertThat(older.skipped().getFirst().reason())
                .contains("--register-with-taints=onshore.vn/unattested:NoExecute");
        assertThat(compile(new ServerFeatures(29, Set.of())).objects()).isEmpty();
    }

    @Test
    void aNodeIsBornTaintedOrNotAtAll() {
        assertThat(create(node("hn-1", HANOI, List.of(TAINT)))).isEmpty();
        assertThat(create(node("hn-1", HANOI, null))).startsWith(MUST);
        assertThat(create(node("hn-1", HANOI, List.of(Map.of("key", "onshore.vn/unattested", "effect", "NoSchedule")))))
                .startsWith(MUST);
        assertThat(create(node("cp-1", Map.of(), null))).isEmpty();
    }

    @Test
    void aNodeHasAPlaceOrWaitsForOne() {
        assertThat(create(node("hn-1", Map.of(), List.of(TAINT)))).contains(PLACE);
        assertThat(create(node("hn-1", Map.of("topology.kubernetes.io/region", ""), List.of(TAINT))))
                .contains(PLACE);
        assertThat(create(node("hn-1", Map.of(), List.of(TAINT, WAITS)))).isEmpty();
        var waiting = node("hn-1", Map.of(), List.of(TAINT, WAITS));
        assertThat(update(waiting, node("hn-1", Map.of(), List.of(TAINT)), "ccm"))
                .contains(PLACE);
        assertThat(update(waiting, node("hn-1", HANOI, List.of(TAINT)), "ccm")).isEmpty();
        assertThat(update(node("hn-1", HANOI, null), node("hn-1", Map.of(), null), "admin"))
                .contains(PLACE);
        assertThat(update(node("old-1", Map.of(), null), node("old-1", Map.of("rack", "7"), null), "admin"))
                .isEmpty();
    }

    @Test
    void onlyTheOperatorTakesTheTaintAway() {
        var before = node("hn-1", HANOI, List.of(TAINT));
        var after = node("hn-1", HANOI, List.of());
        assertThat(update(before, after, "system:node:hn-1")).startsWith(ONLY);
        assertThat(update(before, after, "admin")).startsWith(ONLY);
        assertThat(update(before, node("hn-1", HANOI, List.of(TAINT, WAITS)), "admin"))
                .isEmpty();
        assertThat(update(before, after, Samples.OPERATOR)).isEmpty();
        assertThat(update(node("cp-1", Map.of(), List.of(TAINT)), node("cp-1", Map.of(), List.of()), "admin"))
                .isEmpty();
    }

    @Test
    void nobodySparesANodeByHand() {
        var spared = Map.of("topology.kubernetes.io/zone", "vn-north-1a", GuardNames.SPARED, "spared");
        assertThat(create(node("hn-1", spared, List.of(TAINT)))).contains("only Onshore writes label");
        assertThat(update(node("hn-1", HANOI, null), node("hn-1", spared, null), "admin"))
                .contains("only Onshore writes label");
        assertThat(update(node("hn-1", HANOI, null), node("hn-1", spared, null), Samples.OPERATOR))
                .isEmpty();
    }

    @Test
    void hostileNamesStayNames() {
        var hostile = NodeGuardCompiler.compile(new NodeGuardCompiler.Inputs(
                "vietnam", "uid-b", List.of("'] || true || ['"), List.of("x') || ('"), Samples.SERVER));
        var policy = CelPolicy.of(hostile.objects().get(2));
        assertThat(policy.refusal(node("hn-1", HANOI, null), null, request("CREATE", "admin")))
                .startsWith(MUST);
    }
}
