package vn.onshore.residency.prove;

import java.util.Map;

/**
 * Something that is tried on the API server, and how it must end.
 *
 * @param id stable, unique in a plan, such as {@code bind-foreign-node}
 * @param rule the promise that it tests, G1 to G13
 * @param sentence what is tried, to be read after "an attempt to"
 */
public record Attempt(String id, String rule, String sentence, ApiRequest request, Expected expected) {

    /** How an attempt must end. */
    public sealed interface Expected {

        /** One of the policy's own guards must refuse it. */
        record Refused() implements Expected {}

        /** One of the policy's own guards must warn, and let it pass. */
        record Warned() implements Expected {}

        /**
         * It must pass, or what refuses it refuses everything.
         *
         * @param nodeSelector what the answer's {@code spec.nodeSelector} must hold; empty if nothing is injected
         */
        record Admitted(Map<String, String> nodeSelector) implements Expected {
            public Admitted {
                nodeSelector = Map.copyOf(nodeSelector);
            }
        }
    }
}
