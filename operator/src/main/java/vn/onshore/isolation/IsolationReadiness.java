package vn.onshore.isolation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationPlan.Reason;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.attempt.Trial;
import vn.onshore.standing.Proofs;

/** Whether a resource is ready: judged, applied if it is to be, and the guards seen to refuse. Pure. */
final class IsolationReadiness {
    private IsolationReadiness() {}

    static void tell(
            ConditionSet conditions,
            Isolation isolation,
            Work work,
            IsolationEnforcement.Result result,
            IsolationReport.Seen seen,
            Instant now) {
        if (!result.failures().isEmpty()) {
            conditions.progressing(Reason.ApplyFailed, result.failures().getFirst());
        } else if (result.superseded()) {
            conditions.progressing(Reason.Applying, "somebody changed a generated object meanwhile; looking again");
        } else if (seen.judgement().isEmpty()) {
            conditions.progressing(Reason.Judging, "the cluster is being judged by this spec for the first time");
        } else {
            switch (Objects.requireNonNull(isolation.spec().mode())) {
                case Audit ->
                    conditions.set(ConditionSet.READY, true, Reason.Audited, "judged; in Audit nothing is written");
                case Shadow ->
                    conditions.set(
                            ConditionSet.READY,
                            true,
                            Reason.Shadowed,
                            "judged; " + work.guards().objects().size()
                                    + " objects are compiled and, in Shadow, not written");
                case Enforce -> enforced(conditions, work, seen.trial(), now);
            }
        }
    }

    private static void enforced(ConditionSet conditions, Work work, Optional<Trial> last, Instant now) {
        var applied = work.guards().objects().size() + " objects are applied, for "
                + work.namespaces().values().stream().mapToInt(List::size).sum() + " namespaces; ";
        if (work.guards().admission().objects().isEmpty()) {
            var nothing = "nothing is refused, because the server has no ValidatingAdmissionPolicy";
            conditions.set(ConditionSet.READY, true, Reason.Enforced, applied + nothing);
        } else if (last.isEmpty()) {
            conditions.progressing(Reason.Proving, applied + "whether changes are refused is being tried");
        } else {
            tried(conditions, applied, last.get(), now);
        }
    }

    private static void tried(ConditionSet conditions, String applied, Trial trial, Instant now) {
        if (trial.at()
                .plus(GuardTarget.INTERVAL.multipliedBy(2))
                .plus(Proofs.PATIENCE)
                .isBefore(now)) {
            conditions.progressing(Reason.ProofOverdue, "whether changes are refused was last tried at " + trial.at());
        } else if (!trial.deviations().isEmpty()) {
            conditions.set(
                    ConditionSet.READY,
                    false,
                    Reason.EnforcementBroken,
                    trial.deviations().size() + " attempts did not end as they must: "
                            + trial.deviations().getFirst());
        } else if (!trial.inconclusive().isEmpty()) {
            conditions.progressing(
                    Reason.ProofInconclusive, trial.inconclusive().getFirst());
        } else {
            conditions.set(ConditionSet.READY, true, Reason.Enforced, applied + said(trial));
        }
    }

    private static String said(Trial trial) {
        var ended = trial.asExpected() == 0
                ? "no attempt could be made to get past what guards them"
                : trial.asExpected() + " attempts to get past what guards them, or to misuse it, ended as they must";
        return trial.untried().isEmpty() ? ended : ended + "; " + String.join(", ", trial.untried());
    }
}
