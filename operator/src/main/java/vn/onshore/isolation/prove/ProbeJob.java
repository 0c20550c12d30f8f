package vn.onshore.isolation.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.boundary.Digest;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Labels;
import vn.onshore.manifest.Manifest;

/**
 * The Job (batch/v1) that probes from one zone in one round. Its pod is of the {@code restricted} Pod Security Standard, has no
 * account to speak of, ends by itself and is forgotten when the next round has come and gone.
 */
public final class ProbeJob {
    /** Carried by jobs and their pods; the value is the name of the NetworkIsolation. */
    public static final String ISOLATION = "onshore.vn/probe";

    public static final String ZONE = "onshore.vn/probe-zone";
    /** The number of the round. */
    public static final String ROUND = "onshore.vn/probe-round";

    static final String CONTAINER = "probe";
    private static final String EXPECT = "--expect";
    private static final String MESSAGE_FILE = "/dev/termination-log";
    private static final int USER = 10_001;
    private static final int DIGEST_LENGTH = 8;

    /** Pulling the image takes longer than probing. */
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private ProbeJob() {}

    /** At most 63 characters, since a zone's name has at most 40. */
    static String name(Subject isolation, String zone, long round) {
        var digest = Digest.sha256(isolation.uid() + "\n" + isolation.name() + "\n" + zone + "\n" + round);
        return "onshore-probe-" + zone + "-" + digest.substring(0, DIGEST_LENGTH);
    }

    /** Of jobs and their pods, which zones' policies and flows may select. */
    static Map<String, String> labels(Subject isolation, String zone, long round) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.MANAGED_BY, Labels.ONSHORE);
        labels.put(ISOLATION, isolation.name());
        labels.put(ZONE, zone);
        labels.put(ROUND, Long.toString(round));
        if (isolation.uid() != null) {
            labels.put(Labels.OWNER_UID, isolation.uid());
        }
        return labels;
    }

    static Manifest of(ProbeInputs in, String zone, String namespace, List<Attempt> attempts) {
        var isolation = in.isolation();
        var labels = labels(isolation, zone, in.round());
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name(isolation, zone, in.round()));
        metadata.put("namespace", namespace);
        metadata.put("labels", labels);
        if (isolation.uid() != null) {
            metadata.put("ownerReferences", List.of(owner(isolation, isolation.uid())));
        }
        return Manifest.of(Map.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                metadata,
                "spec",
                Map.of(
                        "backoffLimit",
                        0,
                        "activeDeadlineSeconds",
                        DEADLINE.toSeconds(),
                        "ttlSecondsAfterFinished",
                        2 * in.settings().every().toSeconds(),
                        "template",
                        Map.of("metadata", Map.of("labels", labels), "spec", podSpec(in.settings(), attempts)))));
    }

    private static Map<String, ?> owner(Subject isolation, String uid) {
        return Map.of(
                "apiVersion", isolation.apiVersion(), "kind", isolation.kind(), "name", isolation.name(), "uid", uid);
    }

    private static Map<String, ?> podSpec(ProbeInputs.Settings settings, List<Attempt> attempts) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("restartPolicy", "Never");
        spec.put("automountServiceAccountToken", false);
        spec.put("enableServiceLinks", false);
        spec.put("terminationGracePeriodSeconds", 0);
        spec.put("nodeSelector", Map.of("kubernetes.io/os", "linux"));
        if (!settings.pullSecrets().isEmpty()) {
            spec.put(
                    "imagePullSecrets",
                    settings.pullSecrets().stream()
                            .map(name -> Map.of("name", name))
                            .toList());
        }
        spec.put(
                "securityContext",
                Map.of(
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        USER,
                        "runAsGroup",
                        USER,
                        "seccompProfile",
                        Map.of("type", "RuntimeDefault")));
        spec.put("containers", List.of(container(settings.image(), attempts)));
        return spec;
    }

    private static Map<String, ?> container(String image, List<Attempt> attempts) {
        var args = new ArrayList<>(List.of("isolation", "probe", "--message", MESSAGE_FILE));
        attempts.forEach(attempt -> {
            args.add(EXPECT);
            args.add(attempt.toString());
        });
        var container = new LinkedHashMap<String, Object>();
        container.put("name", CONTAINER);
        container.put("image", image);
        container.put("args", args);
        container.put("terminationMessagePath", MESSAGE_FILE);
        container.put("terminationMessagePolicy", "File");
        container.put(
                "resources",
                Map.of(
                        "requests", Map.of("cpu", "50m", "memory", "96Mi"),
                        "limits", Map.of("memory", "192Mi")));
        container.put(
                "securityContext",
                Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))));
        return container;
    }

    /** What a job in the cluster tries, as far as it can be read. */
    static List<Attempt> attempts(Manifest job) {
        var attempts = new ArrayList<Attempt>();
        for (var container :
                job.tree().at("spec", "template", "spec", "containers").items()) {
            var args = container.at("args").texts();
            for (var i = 1; i < args.size(); i++) {
                if (args.get(i - 1).equals(EXPECT)) {
                    Attempt.parse(args.get(i)).ifPresent(attempts::add);
                }
            }
        }
        return attempts;
    }
}
