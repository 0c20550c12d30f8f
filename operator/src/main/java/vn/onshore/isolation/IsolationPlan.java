package vn.onshore.isolation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.isolation.guard.Guards;
import vn.onshore.isolation.live.Question;
import vn.onshore.isolation.zoning.RequiredRoles.Required;
import vn.onshore.isolation.zoning.Zoning;

/** What is to be done for one resource. */
public sealed interface IsolationPlan {
    /** Nothing can be done until a person changes something; what is applied stays. */
    record Stalled(Reason reason, String sentence) implements IsolationPlan {}

    /**
     * @param guards what the resource is compiled into; not in Audit
     * @param namespaces of each zone, sorted
     * @param applied whether the guards are to be in the cluster
     * @param again when something ends by itself; empty if nothing does
     */
    record Work(
            Zoning zoning,
            Guards guards,
            Map<String, List<String>> namespaces,
            boolean applied,
            Question question,
            List<Required> missing,
            IsolationProbes probes,
            Optional<Instant> again)
            implements IsolationPlan {}

    /** Why a resource is or is not ready or compliant. */
    enum Reason {
        BoundaryNotFound,
        BoundaryInvalid,
        InvalidSpec,
        ZonesOverlap,
        Suspended,
        Applying,
        ApplyFailed,
        Judging,
        Audited,
        Shadowed,
        Proving,
        ProofOverdue,
        ProofInconclusive,
        EnforcementBroken,
        Enforced,
        Leaks,
        NotProven,
        ZonesMissing,
        Isolated
    }
}
