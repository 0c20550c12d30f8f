package vn.onshore.residency;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.GuardChanges;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.ApiServer.Answer;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.EventRecorder.Reason;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.NodeGuardPlan.TaintChange;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.guard.Skipped;
import vn.onshore.standing.OutOfBand;
import vn.onshore.standing.OwnedObjects;
import vn.onshore.standing.Tampering;

/** Carries the plan of a node guard out. */
final class NodeGuardEnforcement {
    /** Field manager of everything that the node guard writes. */
    static final String MANAGER = "onshore-node-guard";

    /** Annotation of a boundary whose nodes are guarded: digest of the guards that were applied in full. */
    static final String APPLIED = "onshore.vn/node-guard";

    private static final int GONE = 404;
    private static final ApiKind NODE = Watched.NODE.kind();
    private static final ApiKind BOUNDARY = Watched.BOUNDARY.kind();

    private final OwnedObjects objects;
    private final Applier applier;
    private final EventRecorder events;
    private final Tampering tampering;
    /** What was noted on boundaries, by uid: a cache may not show it yet. */
    private final Map<String, String> noted = new ConcurrentHashMap<>();

    NodeGuardEnforcement(OwnedObjects objects, Applier applier, EventRecorder events, Tampering tampering) {
        this.objects = objects;
        this.applier = applier;
        this.events = events;
        this.tampering = tampering;
    }

    /**
     * Digest of the guards of a boundary that were applied in full; empty if the guard is not on.
     *
     * @param annotation as the cache has it, empty if there is none
     */
    String applied(String boundaryUid, String annotation) {
        return noted.getOrDefault(boundaryUid, annotation);
    }

    /**
     * What became of a plan.
     *
     * @param failures one sentence for each object that the server refused
     * @param superseded whether somebody else was quicker, so that it has to be looked at again at once
     * @param removed whether something was taken away: policies bite for a moment after they are gone
     * @param untold what was put back and no status tells of yet; null if nothing
     */
    record Result(
            List<String> failures,
            boolean superseded,
            boolean removed,
            @Nullable GuardChanges untold) {
        boolean isDone() {
            return failures.isEmpty() && !superseded;
        }
    }

    Result carryOut(NodeGuardInputs in, NodeGuardPlan plan) {
        var round = new Round(in, plan);
        try {
            round.run();
        } catch (UncheckedIOException e) {
            round.failures.add(String.valueOf(e.getMessage()));
        }
        return new Result(
                List.copyOf(round.failures),
                round.superseded,
                round.removed,
                tampering.untold(in.boundary().name()));
    }

    /** One plan, once. */
    private final class Round {
        private final NodeGuardInputs in;
        private final NodeGuardPlan plan;
        private final Subject boundary;
        private final Instant since;
        final List<String> failures = new ArrayList<>();
        boolean superseded;
        boolean removed;

        Round(NodeGuardInputs in, NodeGuardPlan plan) {
            this.in = in;
            this.plan = plan;
            boundary = in.boundary();
            since = tampering.since(boundary.name());
        }

        void run() {
            plan.spare().forEach(node -> label(node, "spared"));
            if (failures.isEmpty()) {
                objects.apply(plan.guards().objects()).forEach(this::applied);
            }
            removed = objects.removeAllBut(plan.guards().objects(), String.valueOf(boundary.uid()), failures);
            if (failures.isEmpty() && !superseded) {
                plan.taints().forEach(this::change);
                plan.unspare().forEach(node -> label(node, null));
                note();
            }
        }

        private void applied(Outcome outcome) {
            switch (outcome) {
                case Outcome.Failed failed when failed.superseded() -> superseded = true;
                case Outcome.Failed failed -> failures.add(failed.sentence());
                case Outcome.Applied(var object, var written, var before)
                when written && in.isOn() && in.applied().equals(plan.applied()) ->
                    restored(object, objects.outOfBand(before));
                case Outcome.Applied ignored -> {}
            }
        }

        private void restored(Manifest guard, OutOfBand what) {
            var took = tampering.restored(boundary.name(), guard, what, since);
            events.tell(boundary, Reason.GuardRestored, "PutBack", Tampering.sentence(guard, what, took));
        }

        private void change(TaintChange change) {
            var answer = applier.patchWithTests(NODE, null, change.node(), operations(change), MANAGER);
            if (answer.ok() && change.holds()) {
                events.tell(
                        boundary, Reason.NodeTainted, "Taint", "node " + change.node() + " is tainted: not attested");
            } else if (answer.ok()) {
                removed |= !in.wanted();
                events.tell(
                        boundary,
                        Reason.NodeReleased,
                        "Release",
                        "node " + change.node() + " lost the taint: "
                                + (in.wanted() ? "it is attested" : "the node guard is off"));
            } else if (Applier.isSuperseded(answer)) {
                superseded = true;
            } else {
                refused("Node " + change.node(), answer);
            }
        }

        private void label(String node, @Nullable String value) {
            var labels = Collections.singletonMap(GuardNames.SPARED, value);
            var answer = applier.patch(NODE, null, node, Map.of("metadata", Map.of("labels", labels)), MANAGER);
            if (!answer.ok() && answer.code() != GONE) {
                refused("Node " + node, answer);
            }
        }

        /** The guard is on once all of it is there, and off once nothing of it is left. */
        private void note() {
            if (in.applied().equals(plan.applied()) || removed || superseded || !failures.isEmpty()) {
                return;
            }
            var value = plan.applied().isEmpty() ? null : plan.applied();
            var annotations = Collections.singletonMap(APPLIED, value);
            var answer = applier.patch(
                    BOUNDARY, null, boundary.name(), Map.of("metadata", Map.of("annotations", annotations)), MANAGER);
            if (!answer.ok() && answer.code() != GONE) {
                refused("OnshoreBoundary " + boundary.name(), answer);
                return;
            }
            noted.put(String.valueOf(boundary.uid()), plan.applied());
            if (value == null) {
                events.tell(boundary, Reason.Loosened, "Open", "the node guard is off: nodes are born without taint");
            } else if (!in.isOn()) {
                events.tell(
                        boundary,
                        Reason.NodeGuarded,
                        "Guard",
                        sentence(plan.guards(), plan.spare().size()));
            }
        }

        private void refused(String what, Answer answer) {
            failures.add(what + " could not be changed (" + answer.code() + "): " + answer.message());
        }
    }

    private static String sentence(Guards guards, int spared) {
        var sentence = new StringBuilder("nodes are tainted from birth until they are attested; ")
                .append(spared)
                .append(" that were there keep their pods until they are attested for the first time");
        guards.skipped().stream()
                .map(Skipped::reason)
                .forEach(reason -> sentence.append("; ").append(reason));
        return sentence.toString();
    }

    /**
     * The list is replaced as a whole, since the key of a member is its place, and only if the node is what was looked at:
     * the cache may lag behind somebody's taint, our own label, or a node made anew.
     */
    private static List<Map<String, Object>> operations(TaintChange change) {
        return List.of(
                Map.of("op", "test", "path", "/metadata/resourceVersion", "value", change.version()),
                change.after().isEmpty()
                        ? Map.of("op", "remove", "path", "/spec/taints")
                        : Map.of("op", "add", "path", "/spec/taints", "value", change.after()));
    }
}
