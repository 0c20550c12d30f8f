package vn.onshore.isolation.prove;

import java.time.Instant;
import java.util.Set;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.World;

/**
 * Everything that a round of probes is planned from.
 *
 * @param isolation the NetworkIsolation, with its uid
 * @param plan what may be open now, with what break-glass adds
 * @param world namespaces, and the pods of zones that run; nothing else of it is looked at
 * @param round when it began, which names it
 * @param probed zones whose Jobs of this round are there already
 */
public record ProbeInputs(
        Subject isolation,
        ZonePlan plan,
        World world,
        ProbeImage image,
        ProbeSchedule schedule,
        Instant round,
        Set<String> probed) {
    public ProbeInputs {
        probed = Set.copyOf(probed);
    }
}
