package vn.onshore.isolation.verify;

import java.time.Instant;
import vn.onshore.isolation.engine.ZonePlan;

/**
 * A flow that was opened beyond the plan for a while. As long as it lasts, it is a leak that somebody answers for.
 *
 * @param ticket where it was asked for; empty if nobody said
 * @param notAfter from when on it counts no more
 */
public record BreakGlass(ZonePlan.Flow flow, String ticket, Instant notAfter) {}
