package vn.onshore.cli.isolation.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.onshore.cli.isolation.measure.PolicyByPolicy.Other;
import vn.onshore.cli.isolation.measure.Teams.PodLabels;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.oracle.NaiveReachability;

/** The benchmark's baseline agrees with the tests' oracle, which asks port by port. */
class PolicyByPolicyTest {
    @Test
    void everyPairOfASmallWorldIsAsTheOracleSays() {
        var world = new Teams(8, 100, 40, PodLabels.Selected).world();
        var baseline = new PolicyByPolicy(world);
        var oracle = new NaiveReachability(world, Scene.PROFILE);
        for (var from : world.pods()) {
            for (var to : world.pods()) {
                if (!from.equals(to)) {
                    var open = baseline.lets(new Other.OfPod(from), Direction.Egress, new Other.OfPod(to))
                            .intersect(baseline.lets(new Other.OfPod(to), Direction.Ingress, new Other.OfPod(from)));
                    assertThat(open).as("%s to %s", from, to).isEqualTo(oracle.between(from, to));
                }
            }
        }
    }
}
