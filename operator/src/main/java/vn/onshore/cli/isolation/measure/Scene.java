package vn.onshore.cli.isolation.measure;

import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.World;

/** A world and what was declared about it. */
record Scene(World world, ZonePlan plan) {
    /** What a resource that names no datapath is judged by, and the one with most to look at. */
    static final DatapathProfile PROFILE = DatapathProfile.Worst;

    Reachability compile() {
        return Reachability.of(world, PROFILE, plan);
    }

    /** {@code 100,000 pods, 10,000 policies, 2,000 namespaces}. */
    String size() {
        return "%,d pods, %,d policies, %,d namespaces"
                .formatted(
                        world.pods().size(),
                        world.policies().size(),
                        world.namespaces().size());
    }
}
