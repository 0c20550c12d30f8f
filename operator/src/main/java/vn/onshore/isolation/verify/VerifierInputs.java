package vn.onshore.isolation.verify;

import java.time.Instant;
import java.util.List;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.World;

/**
 * Everything a judgement looks at.
 *
 * @param plan what may be open, without what break-glass adds
 * @param matrix of the same plan and world
 * @param sightings of all raw objects, in any order
 * @param breakGlass also what has ended
 * @param more what others know, such as a probe that got through
 */
public record VerifierInputs(
        ZonePlan plan,
        World world,
        ZoneMatrix matrix,
        DatapathProfile profile,
        Enforcement enforcement,
        List<Sighting> sightings,
        List<BreakGlass> breakGlass,
        List<Circumstance> more,
        Instant now) {
    public VerifierInputs {
        sightings = List.copyOf(sightings);
        breakGlass = List.copyOf(breakGlass);
        more = List.copyOf(more);
    }

    public VerifierInputs(
            ZonePlan plan,
            World world,
            ZoneMatrix matrix,
            DatapathProfile profile,
            Enforcement enforcement,
            List<Sighting> sightings,
            Instant now) {
        this(plan, world, matrix, profile, enforcement, sightings, List.of(), List.of(), now);
    }
}
