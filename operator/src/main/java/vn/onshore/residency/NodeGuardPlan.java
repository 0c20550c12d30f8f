package vn.onshore.residency;

import java.util.List;
import java.util.Map;
import vn.onshore.residency.guard.Guards;

/**
 * What is to be done for the node guard of one boundary, in this order: nodes are spared first, guards follow, then
 * taints change. What is no longer wanted goes in the same order: guards, then taints.
 *
 * @param spare names of nodes that get the label of those that were there before
 * @param guards what the API server must enforce; empty if nothing
 * @param applied digest of the guards, empty if there are none: noted once they are all applied
 * @param taints the nodes whose taints change
 * @param unspare names of nodes that lose the label
 */
public record NodeGuardPlan(
        List<String> spare, Guards guards, String applied, List<TaintChange> taints, List<String> unspare) {

    /**
     * A change of a node's taints, as a whole list.
     *
     * @param version resourceVersion that the node must have, or nothing is changed
     */
    public record TaintChange(
            String node, String version, List<Map<String, Object>> before, List<Map<String, Object>> after) {
        /** Whether the node gets the taint; otherwise it loses it. */
        boolean holds() {
            return after.size() > before.size();
        }
    }
}
