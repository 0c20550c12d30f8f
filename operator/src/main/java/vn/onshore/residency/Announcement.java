package vn.onshore.residency;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.Condition;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.kube.EventRecorder;
import vn.onshore.residency.ResidencyPlan.Reason;

/**
 * What people are told when a policy's status turns: that its guard was broken or proved, and that somebody loosened it, took
 * a namespace away from it, or widened what it and its boundary let in.
 *
 * @param action what was done, for {@code action} of the Event
 * @param note one sentence
 */
record Announcement(EventRecorder.Reason reason, String action, String note) {
    private static final int NAMED = 5;

    /** A policy goes, and everything that held it goes with it. */
    static final Announcement DELETED = new Announcement(
            EventRecorder.Reason.Loosened,
            "Delete",
            "the policy is deleted: its guards and the marks of its nodes are taken away");

    /**
     * What turned from one status to the next, each once.
     *
     * @param released namespaces that were governed and no longer are, though they are still there
     */
    static List<Announcement> between(DataResidencyStatus before, DataResidencyStatus after, List<String> released) {
        var told = new ArrayList<Announcement>();
        if (!released.isEmpty() && !Objects.equals(before.namespaces(), after.namespaces())) {
            told.add(new Announcement(
                    EventRecorder.Reason.Loosened,
                    "Release",
                    "no longer governed, because of their labels, spec.namespaceSelector or an exemption of the boundary: "
                            + first(released, NAMED)));
        }
        var added = Leeway.added(before.allows(), after.allows());
        if (!added.isEmpty()) {
            told.add(new Announcement(
                    EventRecorder.Reason.Loosened, "Widen", "more is allowed than before: " + first(added, NAMED)));
        }
        if (turned(Reason.EnforcementBroken, before, after)) {
            told.add(new Announcement(EventRecorder.Reason.EnforcementBroken, "Prove", message(after)));
        }
        if (turned(Reason.EnforcedAndProved, before, after)) {
            told.add(new Announcement(EventRecorder.Reason.EnforcementProved, "Prove", message(after)));
        }
        if (turned(Reason.Suspended, before, after)) {
            told.add(new Announcement(EventRecorder.Reason.Loosened, "Suspend", message(after)));
        }
        if (isLower(before.mode(), after.mode())) {
            told.add(new Announcement(
                    EventRecorder.Reason.Loosened,
                    "Loosen",
                    "spec.mode went from " + before.mode() + " to " + after.mode()));
        }
        return told;
    }

    /** Such as {@code a, b, c and 497 more}. */
    static String first(List<String> names, int named) {
        var more = names.size() - named;
        return names.stream().limit(named).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Modes are declared from the mildest to the strictest. */
    private static boolean isLower(@Nullable Mode before, @Nullable Mode after) {
        return before != null && after != null && after.compareTo(before) < 0;
    }

    private static boolean turned(Reason reason, DataResidencyStatus before, DataResidencyStatus after) {
        return isReason(reason, after) && !isReason(reason, before);
    }

    private static boolean isReason(Reason reason, DataResidencyStatus status) {
        return ConditionSet.find(status.conditions(), ConditionSet.READY)
                .filter(condition -> condition.reason().equals(reason.name()))
                .isPresent();
    }

    private static String message(DataResidencyStatus status) {
        return ConditionSet.find(status.conditions(), ConditionSet.READY)
                .map(Condition::message)
                .orElse("");
    }
}
