package vn.onshore.residency.verify;

import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Whereabouts;

/**
 * A node of the live cluster and what is known of its place.
 *
 * @param voided one sentence on why a statement that names this node no longer holds (another uid, another systemUUID,
 *     expired), else null
 */
public record NodeView(
        NodeFacts facts, Whereabouts whereabouts, @Nullable String voided) {}
