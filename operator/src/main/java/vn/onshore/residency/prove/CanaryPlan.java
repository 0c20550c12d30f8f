package vn.onshore.residency.prove;

import java.util.List;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;

/**
 * What is tried on a cluster to prove one policy.
 *
 * @param attempts forbidden ones and their allowed counterparts, in a stable order; ids are unique
 * @param untried sentences about what cannot be tried here, and why
 */
public record CanaryPlan(GuardNames guards, List<Attempt> attempts, List<String> untried) {

    public CanaryPlan {
        attempts = List.copyOf(attempts);
        untried = List.copyOf(untried);
    }

    /** The plan for these inputs. Empty in Audit, where nothing is promised. */
    public static CanaryPlan of(CanaryInputs in) {
        var guards = new GuardNames(in.policy(), in.peers());
        if (in.mode() == Mode.Audit) {
            return new CanaryPlan(guards, List.of(), List.of("mode Audit writes no guard, so there is none to prove"));
        }
        var examples = Examples.of(in);
        var attempts = new AttemptList(in);
        BindAttempts.add(attempts, in, examples);
        PodAttempts.add(attempts, in, examples);
        NetworkAttempts.add(attempts, in, examples);
        StorageAttempts.add(attempts, in, examples);
        CallbackAttempts.add(attempts, examples);
        AccessAttempts.add(attempts, in, examples);
        return new CanaryPlan(guards, attempts.attempts(), attempts.untried());
    }
}
