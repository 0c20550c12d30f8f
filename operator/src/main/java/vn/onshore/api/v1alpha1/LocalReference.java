package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a cluster-scoped object whose kind the field implies. */
public record LocalReference(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the object.")
        String name) {}
