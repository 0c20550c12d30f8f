package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** Pods that hand traffic on. */
public record ZoneRelay(
        @Required @JsonPropertyDescription("Which pods, by their own labels and their namespaces'.")
        Pods selector,

        @Required @JsonPropertyDescription("What they are.") @Nullable
        Kind kind) {

    /** Pods of several namespaces; what is left out selects all. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "has(self.namespaceSelector) || has(self.podSelector)",
            message = "selector is empty and would make a relay of every pod; name a label")
    public record Pods(
            @Nullable @JsonPropertyDescription("Labels of the namespaces.")
            LabelSelector namespaceSelector,

            @Nullable @JsonPropertyDescription("Labels of the pods.")
            LabelSelector podSelector) {}

    /** What a relay is. */
    public enum Kind {
        IngressController,
        Gateway,
        Proxy,
        ServiceMesh,
        DNS
    }
}
