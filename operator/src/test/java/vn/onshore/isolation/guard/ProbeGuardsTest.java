package vn.onshore.isolation.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.CelPolicy;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.prove.ProbeJob;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.kube.Labels;
import vn.onshore.manifest.Manifest;

/** Who may make probes, and who may say what they found. */
class ProbeGuardsTest {
    private static final String OPERATOR = "system:serviceaccount:onshore-system:onshore";
    private static final String JOB_CONTROLLER = "system:serviceaccount:kube-system:job-controller";
    private static final String KUBELET = "system:node:hn-node-1";
    private static final List<Manifest> GUARDS = new ProbeGuards(new GuardInputs(
                    "archive",
                    "11111111-2222-3333-4444-555555555555",
                    new Zoning(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                    List.of(),
                    Map.of(),
                    List.of(),
                    Networks.UNKNOWN,
                    Optional.empty(),
                    OPERATOR,
                    true,
                    List.of(),
                    new ServerFeatures(36, Set.of())))
            .compile();

    private static final CelPolicy PROBES = CelPolicy.of(GUARDS.getFirst());

    @Test
    void namesAndLabelsAreThoseOfTheProbes() {
        assertThat(GUARDS.stream().map(Manifest::name).distinct()).isEqualTo(ProbeGuards.names("archive"));
        assertThat(ProbeGuards.LABEL).isEqualTo(Labels.PROBE);
        var constraints = GUARDS.getFirst().tree().at("spec", "matchConstraints");
        assertThat(constraints.at("objectSelector", "matchLabels").fields()).isEqualTo(Map.of(Labels.PROBE, "archive"));
    }

    @Test
    void onlyTheOperatorMakesJobsAndOnlyTheirControllerMakesPods() {
        assertRefused("CREATE", "jobs", pod(""), null, "kubernetes-admin", "sends its probes by itself");
        assertAdmitted("CREATE", "jobs", pod(""), null, OPERATOR);
        assertRefused("CREATE", "pods", pod(""), null, "kubernetes-admin", "sends its probes by itself");
        assertAdmitted("CREATE", "pods", pod(""), null, JOB_CONTROLLER);
        assertRefused("CREATE", "jobs", pod(""), null, JOB_CONTROLLER, "sends its probes by itself");
    }

    @Test
    void whatIsMadeStaysAsItIs() {
        var other = new HashMap<>(pod(""));
        other.put("spec", Map.of("nodeName", "hn-node-1", "containers", List.of(Map.of("image", "mine"))));
        assertRefused("UPDATE", "pods", other, pod(""), JOB_CONTROLLER, "keeps its probes");
        assertRefused("UPDATE", "jobs/status", labelled("mgmt"), labelled("app"), "admin", "keeps its probes");
        assertRefused("UPDATE", "pods/ephemeralcontainers", pod(""), pod(""), "admin", "keeps its probes");
        var noted = new HashMap<>(pod(""));
        noted.put("metadata", Map.of("name", "p", "annotations", Map.of("a", "b"), "finalizers", List.of()));
        assertAdmitted("UPDATE", "pods", noted, pod(""), JOB_CONTROLLER);
    }

    @Test
    void onlyTheKubeletOfTheNodeSpeaksForAPod() {
        assertAdmitted("UPDATE", "pods/status", pod("{}"), pod(""), KUBELET);
        assertRefused("UPDATE", "pods/status", pod("{}"), pod(""), "system:node:sgp-node-1", "takes a probe's word");
        assertRefused("UPDATE", "pods/status", pod("{}"), pod(""), "kubernetes-admin", "takes a probe's word");
        assertRefused("UPDATE", "pods/status", pod(""), pod("{}"), JOB_CONTROLLER, "takes a probe's word");
        // As whoever has nothing to say of it: the scheduler, controllers, and kwok.
        assertAdmitted(
                "UPDATE", "pods/status", pod(""), Map.of("metadata", Map.of("name", "p"), "spec", spec()), "kwok");
        assertAdmitted("UPDATE", "pods/status", pod("{}"), pod("{}"), "kwok");
    }

    @Test
    void aKubeletIsKnownByItsGroupToo() {
        var request = request("UPDATE", "pods/status", KUBELET);
        request.put("userInfo", Map.of("username", KUBELET, "groups", List.of("system:authenticated")));
        assertThat(PROBES.refusal(pod("{}"), pod(""), request)).contains("takes a probe's word");
    }

    @Test
    void evidenceIsNotDeletedByPeople() {
        assertRefused("DELETE", "jobs", null, pod(""), "kubernetes-admin", "still needs what its probes found");
        assertAdmitted(
                "DELETE", "jobs", null, pod(""), "system:serviceaccount:kube-system:ttl-after-finished-controller");
        assertAdmitted("DELETE", "pods", null, pod(""), KUBELET);
        var going = new HashMap<>(pod(""));
        going.put("metadata", Map.of("name", "p", "deletionTimestamp", "2026-11-22T12:00:00Z"));
        assertAdmitted("DELETE", "pods", null, going, "kwok");
    }

    @Test
    void nobodyOpensAShellBesideAProbe() {
        var shells = CelPolicy.of(GUARDS.get(2));
        var request = request("CONNECT", "pods/exec", "kubernetes-admin");
        request.put("name", ProbeJob.PREFIX + "app-0123abcd-x1y2z");
        assertThat(shells.refusal(Map.of(), null, request)).contains("lets nobody into its probes");
        request.put("name", "web-0");
        assertThat(shells.refusal(Map.of(), null, request)).isEmpty();
    }

    private static void assertRefused(
            String operation,
            String resource,
            @Nullable Map<String, Object> object,
            @Nullable Map<String, Object> before,
            String user,
            String sentence) {
        assertThat(PROBES.refusal(object == null ? Map.of() : object, before, request(operation, resource, user)))
                .contains("NetworkIsolation archive " + sentence);
    }

    private static void assertAdmitted(
            String operation,
            String resource,
            @Nullable Map<String, Object> object,
            @Nullable Map<String, Object> before,
            String user) {
        assertThat(PROBES.refusal(object == null ? Map.of() : object, before, request(operation, resource, user)))
                .isEmpty();
    }

    private static Map<String, Object> request(String operation, String resource, String user) {
        var parts = resource.split("/", 2);
        var groups = user.startsWith("system:node:") ? List.of("system:nodes") : List.of();
        return new HashMap<>(Map.of(
                "operation",
                operation,
                "name",
                "p",
                "resource",
                Map.of("resource", parts[0]),
                "subResource",
                parts.length == 2 ? parts[1] : "",
                "userInfo",
                Map.of("username", user, "groups", groups)));
    }

    private static Map<String, Object> labelled(String zone) {
        return Map.of("metadata", Map.of("name", "p", "labels", Map.of("zone", zone)), "spec", spec());
    }

    private static Map<String, Object> spec() {
        return Map.of("nodeName", "hn-node-1", "containers", List.of(Map.of("image", "onshore")));
    }

    /** @param said empty if it has ended without a word */
    private static Map<String, Object> pod(String said) {
        Map<String, Object> terminated = said.isEmpty() ? Map.of("exitCode", 0) : Map.of("message", said);
        return Map.of(
                "metadata",
                Map.of("name", "p"),
                "spec",
                spec(),
                "status",
                Map.of(
                        "containerStatuses",
                        List.of(Map.of("name", "probe", "state", Map.of("terminated", terminated)))));
    }
}
