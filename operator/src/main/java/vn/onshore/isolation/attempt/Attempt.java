package vn.onshore.isolation.attempt;

import java.util.Map;
import java.util.Optional;

/**
 * Something that is asked of the API server, in dry-run, and how it must end.
 *
 * @param sentence what is tried, to be read after "an attempt to"
 * @param path absolute, without query
 * @param body the object; of a {@link Verb#Patch} only what changes
 * @param refusal the ValidatingAdmissionPolicy that must refuse it; empty if it must be admitted
 */
public record Attempt(String sentence, Verb verb, String path, Map<String, Object> body, Optional<String> refusal) {
    public Attempt {
        body = Map.copyOf(body);
    }

    /** How it is asked for. */
    public enum Verb {
        /** POST to the collection. */
        Create,
        /** RFC 7386, of an object that is there. */
        Patch
    }
}
