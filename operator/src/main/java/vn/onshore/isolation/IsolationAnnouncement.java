package vn.onshore.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.onshore.api.v1alpha1.Condition;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Mode;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.isolation.IsolationPlan.Reason;
import vn.onshore.kube.EventRecorder;

/**
 * What people are told when a status turns: that zones leak or are apart, that break-glass was opened, and that somebody
 * loosened the resource.
 *
 * @param action what was done, for {@code action} of the Event
 * @param note one sentence
 */
record IsolationAnnouncement(EventRecorder.Reason reason, String action, String note) {
    /** A resource goes, and everything that kept its zones apart goes with it. */
    static final IsolationAnnouncement DELETED = new IsolationAnnouncement(
            EventRecorder.Reason.Loosened,
            "Delete",
            "the resource is deleted: its policies, and the guards that kept others from changing them, are taken away");

    /** What turned from one status to the next, each once. */
    static List<IsolationAnnouncement> between(NetworkIsolationStatus before, NetworkIsolationStatus after) {
        var told = new ArrayList<IsolationAnnouncement>();
        var was = reason(before, ConditionSet.COMPLIANT);
        condition(after, ConditionSet.COMPLIANT).ifPresent(now -> {
            if (now.reason().equals(Reason.Leaks.name()) && !was.equals(Reason.Leaks.name())) {
                told.add(new IsolationAnnouncement(EventRecorder.Reason.ZonesLeak, "Judge", now.message()));
            } else if (now.isTrue() && was.equals(Reason.Leaks.name())) {
                told.add(new IsolationAnnouncement(EventRecorder.Reason.ZonesIsolated, "Judge", now.message()));
            }
        });
        if (turned(Reason.EnforcementBroken, before, after)) {
            told.add(new IsolationAnnouncement(EventRecorder.Reason.EnforcementBroken, "Prove", ready(after)));
        } else if (turned(Reason.Enforced, before, after)) {
            told.add(new IsolationAnnouncement(EventRecorder.Reason.EnforcementProved, "Prove", ready(after)));
        }
        if (before.mode() == Mode.Enforce && after.mode() != Mode.Enforce) {
            told.add(new IsolationAnnouncement(
                    EventRecorder.Reason.Loosened,
                    "Loosen",
                    "spec.mode is " + after.mode() + " and was Enforce: the policies are taken away"));
        }
        if (reason(after, ConditionSet.STALLED).equals(Reason.Suspended.name())
                && !reason(before, ConditionSet.STALLED).equals(Reason.Suspended.name())) {
            told.add(new IsolationAnnouncement(
                    EventRecorder.Reason.Loosened,
                    "Suspend",
                    "spec.suspend is true: policies stay, and nobody puts them back"));
        }
        var contradictions = contradictions(after);
        if (!contradictions.isEmpty() && !contradictions.equals(contradictions(before))) {
            told.add(new IsolationAnnouncement(
                    EventRecorder.Reason.ProbesContradict,
                    "Probe",
                    "%d connections went otherwise than declared; %s"
                            .formatted(contradictions.size(), contradictions.getFirst())));
        }
        after.breakGlass().stream()
                .filter(use -> Boolean.TRUE.equals(use.open()))
                .filter(use -> before.breakGlass().stream()
                        .noneMatch(other -> Boolean.TRUE.equals(other.open())
                                && other.ticket().equals(use.ticket())
                                && other.flow().equals(use.flow())
                                && other.notAfter().equals(use.notAfter())))
                .forEach(use -> told.add(new IsolationAnnouncement(
                        EventRecorder.Reason.Loosened,
                        "BreakGlass",
                        use.flow() + " is open until " + use.notAfter() + " (" + use.ticket() + ")")));
        moves(before, after, told);
        return told;
    }

    /** Who may move a namespace into a zone may reach what the zone reaches. */
    private static void moves(
            NetworkIsolationStatus before, NetworkIsolationStatus after, List<IsolationAnnouncement> told) {
        for (var move : after.moves()) {
            if (!before.moves().contains(move)) {
                var to = move.to() == null ? "no zone" : "zone " + move.to();
                told.add(new IsolationAnnouncement(
                        EventRecorder.Reason.Loosened,
                        "Move",
                        "namespace " + move.namespace()
                                + (Boolean.TRUE.equals(move.done())
                                        ? " is in " + to + " now and keeps it"
                                        : " may be labelled into " + to)
                                + ": " + move.reason()));
            }
        }
    }

    private static List<String> contradictions(NetworkIsolationStatus status) {
        return status.packets() == null ? List.of() : status.packets().contradictions();
    }

    private static Optional<Condition> condition(NetworkIsolationStatus status, String type) {
        return ConditionSet.find(status.conditions(), type);
    }

    private static boolean turned(Reason reason, NetworkIsolationStatus before, NetworkIsolationStatus after) {
        return reason(after, ConditionSet.READY).equals(reason.name())
                && !reason(before, ConditionSet.READY).equals(reason.name());
    }

    private static String ready(NetworkIsolationStatus status) {
        return condition(status, ConditionSet.READY).map(Condition::message).orElse("");
    }

    private static String reason(NetworkIsolationStatus status, String type) {
        return condition(status, type).map(Condition::reason).orElse("");
    }
}
