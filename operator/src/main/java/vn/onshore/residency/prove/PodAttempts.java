package vn.onshore.residency.prove;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;

/** Pods in the canary namespace; each forbidden one differs in a single field from the one that must pass. */
final class PodAttempts {
    private static final String PSA_ENFORCE = "pod-security.kubernetes.io/enforce";

    private PodAttempts() {}

    static void add(AttemptList attempts, CanaryInputs in, Examples examples) {
        var image = examples.insideImage().or(examples::outsideImage).orElse("registry.invalid/canary:1");
        abroad(attempts, in, image, examples);
        escapes(attempts, in, image);
        if (examples.insideImage().isEmpty()) {
            attempts.untried("no pod that must pass: no registry of the boundary may be used");
            return;
        }
        var injected = in.served().mutatingPolicies() && in.mode() == Mode.Enforce
                ? Map.of(CanaryInputs.eligibility(in.policy()), "eligible")
                : Map.<String, String>of();
        var aliased = examples.insideAddress()
                .<Map<String, ?>>map(ip -> Map.of("hostAliases", alias(ip)))
                .orElse(Map.of());
        attempts.allowed("G6", "pod-inside", "run a pod that breaks no rule", pod(attempts, image, aliased), injected);
    }

    private static void abroad(AttemptList attempts, CanaryInputs in, String image, Examples examples) {
        var node = in.nodes().stream()
                .filter(candidate -> !candidate.eligible())
                .map(CanaryInputs.Node::name)
                .min(String::compareTo)
                .orElse("onshore-canary-nowhere");
        attempts.forbidden(
                "G4",
                "pod-foreign-node-name",
                "run a pod on node " + node + " by spec.nodeName",
                pod(attempts, image, Map.of("nodeName", node)));
        examples.outsideImage()
                .ifPresent(foreign -> attempts.forbidden(
                        "E25", "pod-foreign-image", "run image " + foreign, pod(attempts, foreign, Map.of())));
        examples.outsideAddress()
                .ifPresent(ip -> attempts.forbidden(
                        "E37",
                        "pod-foreign-host-alias",
                        "run a pod that maps a name to " + ip,
                        pod(attempts, image, Map.of("hostAliases", alias(ip)))));
    }

    private static void escapes(AttemptList attempts, CanaryInputs in, String image) {
        var scheduler = in.schedulers().contains("onshore-canary-scheduler")
                ? "onshore-canary-other-scheduler"
                : "onshore-canary-scheduler";
        attempts.forbidden(
                "E05",
                "pod-foreign-scheduler",
                "run a pod under scheduler " + scheduler,
                pod(attempts, image, Map.of("schedulerName", scheduler)));
        attempts.forbidden(
                "G4",
                "pod-blanket-toleration",
                "run a pod that tolerates every taint",
                pod(attempts, image, Map.of("tolerations", List.of(Map.of("operator", "Exists")))));
        var security = in.namespace().labels().getOrDefault(PSA_ENFORCE, "privileged");
        if (security.equals("privileged")) {
            attempts.forbidden(
                    "E10",
                    "pod-host-network",
                    "run a pod in the network of its node",
                    pod(attempts, image, Map.of("hostNetwork", true)));
        } else {
            attempts.untried("no pod with hostNetwork: the namespace selector asks for " + PSA_ENFORCE + "=" + security
                    + ", which refuses it before the guard is asked");
        }
    }

    private static List<Map<String, ?>> alias(String ip) {
        return List.of(Map.of("ip", ip, "hostnames", List.of("canary.onshore.internal")));
    }

    private static ApiRequest pod(AttemptList attempts, String image, Map<String, ?> fields) {
        var container = Map.of(
                "name",
                "canary",
                "image",
                image,
                "resources",
                Map.of("requests", Map.of("cpu", "1m", "memory", "1Mi"), "limits", Map.of("memory", "16Mi")),
                "securityContext",
                Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))));
        var spec = new LinkedHashMap<String, Object>();
        spec.put("containers", List.of(container));
        spec.put("automountServiceAccountToken", false);
        spec.put("restartPolicy", "Never");
        spec.put(
                "securityContext",
                Map.of("runAsNonRoot", true, "runAsUser", 65532, "seccompProfile", Map.of("type", "RuntimeDefault")));
        spec.putAll(fields);
        return attempts.create("v1", "Pod", "pods", Map.of("spec", spec));
    }
}
