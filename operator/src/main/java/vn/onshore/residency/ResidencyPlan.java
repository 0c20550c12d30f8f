package vn.onshore.residency;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.boundary.Territory;
import vn.onshore.compliance.Subject;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.prove.CanaryInputs;

/** What is to be done for one policy. */
public sealed interface ResidencyPlan {

    /** Nothing can be done until a person changes something; what is applied stays. */
    record Stalled(Reason reason, String sentence) implements ResidencyPlan {}

    /**
     * The work, in this order: marks are taken from nodes first, guards follow, then marks are given, then pods go.
     *
     * @param revoke nodes that lose the mark, with the reason
     * @param guards what the API server must enforce; empty in Audit
     * @param ground what the canaries stand on; empty in Audit
     * @param canary where to try to break the guards; empty if nothing can be tried
     * @param grant nodes that get the mark
     * @param strays governed pods that run where they may not
     * @param evict those of them that must leave
     * @param enforcing whether violations are refused from here on
     */
    record Work(
            Territory territory,
            Eligibility eligibility,
            Map<String, String> revoke,
            Guards guards,
            List<Manifest> ground,
            Optional<CanaryInputs.Namespace> canary,
            Optional<String> groundless,
            List<String> grant,
            List<ResidencyInputs.PodView> strays,
            List<Subject> evict,
            boolean enforcing)
            implements ResidencyPlan {}

    /** Why a policy is or is not ready. */
    enum Reason {
        BoundaryNotFound,
        BoundaryInvalid,
        UnknownSite,
        InvalidSpec,
        ServerTooOld,
        Suspended,
        Applying,
        ApplyFailed,
        Judging,
        Proving,
        ProofInconclusive,
        ProofOverdue,
        EnforcementBroken,
        Audited,
        Warning,
        EnforcedAndProved,
        Violations,
        NotProven,
        NoViolations
    }
}
