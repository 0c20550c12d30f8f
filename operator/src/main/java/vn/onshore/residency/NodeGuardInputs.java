package vn.onshore.residency;

import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.compliance.Subject;

/**
 * Everything that is looked at to decide what {@code spec.nodeGuard} of one boundary asks for, as it was at one moment.
 *
 * @param boundary the OnshoreBoundary
 * @param wanted whether its nodes are to be guarded
 * @param applied digest of the guards that were applied in full before; empty if the guard was not on
 * @param guardedByOthers whether another boundary guards the nodes as well
 * @param judged whether the boundary can be used: if not, where nodes stand is not known
 * @param exemptNodes names of nodes that are left alone
 * @param nodes those whose standing is known
 * @param operator user names that the guard trusts
 */
public record NodeGuardInputs(
        Subject boundary,
        boolean wanted,
        String applied,
        boolean guardedByOthers,
        boolean judged,
        Set<String> exemptNodes,
        List<NodeView> nodes,
        List<String> operator,
        ServerFeatures server) {

    /**
     * A node.
     *
     * @param version its resourceVersion
     * @param attested whether a boundary that guards nodes has at least an attestation for it
     * @param spared whether it carries the label of nodes that were there before the guard
     * @param taints as they are
     */
    public record NodeView(
            String name, String version, boolean attested, boolean spared, List<Map<String, Object>> taints) {
        public NodeView {
            taints = List.copyOf(taints);
        }
    }

    /** Whether the guard was on before. */
    boolean isOn() {
        return !applied.isEmpty();
    }
}
