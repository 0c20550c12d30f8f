package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Guards that somebody else deleted or edited, and that were put back. */
public record GuardChanges(
        @JsonPropertyDescription("How many there were.") Long total,

        @JsonPropertyDescription("The last five, newest first.")
        List<GuardChange> last) {

    public GuardChanges {
        last = Lists.orEmpty(last);
    }

    /** What was done to a guard. */
    public enum Change {
        Deleted,
        Edited
    }

    /** One of them: a finding of the rule that forbids it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GuardChange(
            @JsonPropertyDescription("E59, the loosening of policies; QCVN12-NET-02 for network zones.")
            String rule,

            String kind,
            String name,

            @Nullable @JsonPropertyDescription("What was done to it.")
            Change change,

            @Nullable @JsonPropertyDescription("Field manager that edited it. Who deleted it, the audit log says.")
            String manager,

            @JsonPropertyDescription("When the operator saw it, UTC.")
            String at,

            @JsonPropertyDescription("How long after that it was as before, in milliseconds.")
            Long restoredAfterMillis) {}
}
