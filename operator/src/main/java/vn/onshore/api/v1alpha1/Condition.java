package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A condition as {@code metav1.Condition} defines it.
 *
 * @param type CamelCase
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param observedGeneration the {@code metadata.generation} that this was decided for
 * @param lastTransitionTime RFC 3339, when {@code status} last changed
 * @param reason CamelCase, for programs
 * @param message one sentence, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Required String type,
        @Required String status,
        @Nullable Long observedGeneration,
        @Required String lastTransitionTime,
        @Required String reason,
        @Required String message) {

    @JsonIgnore
    public boolean isTrue() {
        return "True".equals(status);
    }
}
