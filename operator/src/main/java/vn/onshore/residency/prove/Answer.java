package vn.onshore.residency.prove;

import java.util.List;
import vn.onshore.manifest.Tree;

/** What came back for an attempt. */
public sealed interface Answer {

    /**
     * The server's answer.
     *
     * @param code HTTP status
     * @param warnings values of the Warning headers
     * @param body the JSON in it; {@link Tree#NOTHING} if it was something else
     */
    record Replied(int code, List<String> warnings, Tree body) implements Answer {
        public Replied {
            warnings = List.copyOf(warnings);
        }
    }

    /** There was none; the reason is one sentence. */
    record Missing(String reason) implements Answer {}
}
