package vn.onshore.isolation.read;

import vn.onshore.isolation.model.Policy;

/** What came of reading a policy. */
public sealed interface PolicyReading {
    Policy.Id id();

    /** Everything in it is understood. */
    record Evaluated(Policy policy) implements PolicyReading {
        @Override
        public Policy.Id id() {
            return policy.id();
        }
    }

    /**
     * The API server would not take it.
     *
     * @param field which field is wrong: {@code spec.ingress[0].from[1].ipBlock.cidr}
     * @param reason what is wrong with it, and the remedy where it is not plain
     */
    record Refused(Policy.Id id, String field, String reason) implements PolicyReading {}

    /**
     * It may be valid, and says something that is not understood here: a newer version, or a field of one. It may open
     * what nobody knows of.
     */
    record Unevaluated(Policy.Id id, String field, String reason) implements PolicyReading {}
}
