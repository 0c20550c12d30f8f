package vn.onshore.isolation.prove;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.Digest;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Labels;
import vn.onshore.manifest.Manifest;

/**
 * The Job (batch/v1) that probes from one zone in one round. Its pod is of the {@code restricted} Pod Security Standard, has no
 * account to speak of, ends by itself and is forgotten when the next round has come and gone.
 */
public final class ProbeJob {
    /** With which the names of Jobs, and of their pods, begin. */
    public static final String PREFIX = "onshore-probe-";

    static final String ZONE = "onshore.vn/probe-zone";
    /** When the round began, in seconds since 1970. */
    static final String ROUND = "onshore.vn/probe-round";
    /** Annotation: the zone of each destination, in the order of the attempts; nothing for one outside. */
    static final String TARGETS = "onshore.vn/probe-targets";

    /** A mesh's proxy answers in the name of the destination, before any packet has left. */
    private static final Map<String, String> NO_MESH = Map.of("sidecar.istio.io/inject", "false");

    private static final Map<String, String> NO_MESH_EITHER = Map.of("linkerd.io/inject", "disabled");

    static final String CONTAINER = "probe";
    private static final String EXPECT = "--expect";
    private static final String MESSAGE_FILE = "/dev/termination-log";
    private static final int USER = 10_001;
    private static final int DIGEST_LENGTH = 8;

    /** Pulling the image takes longer than probing. */
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private ProbeJob() {}

    /** At most 63 characters, since a zone's name has at most 40. */
    static String name(Subject isolation, String zone, Instant round) {
        var digest =
                Digest.sha256(isolation.uid() + "\n" + isolation.name() + "\n" + zone + "\n" + round.getEpochSecond());
        return PREFIX + zone + "-" + digest.substring(0, DIGEST_LENGTH);
    }

    /** Of jobs and their pods, which zones' policies and flows may select. */
    static Map<String, String> labels(Subject isolation, String zone, Instant round) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.MANAGED_BY, Labels.ONSHORE);
        labels.put(Labels.PROBE, isolation.name());
        labels.put(ZONE, zone);
        labels.put(ROUND, Long.toString(round.getEpochSecond()));
        if (isolation.uid() != null) {
            labels.put(Labels.OWNER_UID, isolation.uid());
        }
        return labels;
    }

    static Manifest of(ProbeInputs in, String zone, String namespace, List<Targets.Try> tries) {
        var isolation = in.isolation();
        var labels = labels(isolation, zone, in.round());
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name(isolation, zone, in.round()));
        metadata.put("namespace", namespace);
        metadata.put("labels", labels);
        metadata.put(
                "annotations",
                Map.of(TARGETS, tries.stream().map(one -> one.zone().orElse("")).collect(Collectors.joining(","))));
        if (isolation.uid() != null) {
            metadata.put("ownerReferences", List.of(owner(isolation, isolation.uid())));
        }
        var podLabels = new LinkedHashMap<>(labels);
        podLabels.putAll(NO_MESH);
        var template = Map.of(
                "metadata",
                Map.of("labels", podLabels, "annotations", NO_MESH_EITHER),
                "spec",
                podSpec(in.image(), tries.stream().map(Targets.Try::attempt).toList()));
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
                        in.schedule().lasting().toSeconds(),
                        "template",
                        template)));
    }

    private static Map<String, ?> owner(Subject isolation, String uid) {
        return Map.of(
                "apiVersion", isolation.apiVersion(), "kind", isolation.kind(), "name", isolation.name(), "uid", uid);
    }

    private static Map<String, ?> podSpec(ProbeImage image, List<Attempt> attempts) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("restartPolicy", "Never");
        spec.put("automountServiceAccountToken", false);
        spec.put("enableServiceLinks", false);
        spec.put("terminationGracePeriodSeconds", 0);
        spec.put("nodeSelector", Map.of("kubernetes.io/os", "linux"));
        if (!image.pullSecrets().isEmpty()) {
            spec.put(
                    "imagePullSecrets",
                    image.pullSecrets().stream()
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
        spec.put("containers", List.of(container(image.name(), attempts)));
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

    /** Of which zone each destination is, as far as it can be read; empty for one outside. */
    static List<Optional<String>> targets(Manifest job) {
        return Stream.of(job.annotations().getOrDefault(TARGETS, "").split(",", -1))
                .map(zone -> Optional.of(zone).filter(name -> !name.isEmpty()))
                .toList();
    }

    /** When its round began; empty if it does not say so. */
    static Optional<Instant> round(Manifest job) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(job.labels().getOrDefault(ROUND, ""))));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
