package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator found when it verified the statement. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SiteAttestationStatus(
        @Nullable @JsonPropertyDescription("The metadata.generation of the spec that all of this is about.")
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the statement holds for the node as it is now; the reason says why not.")
        List<Condition> conditions,

        @Nullable @JsonPropertyDescription("The node that the statement speaks of.")
        String node,

        @Nullable @JsonPropertyDescription("The site at which it places the node.")
        String site,

        @Nullable @JsonPropertyDescription("Name of the attestor whose key signed it.")
        String attestor,

        @Nullable @JsonPropertyDescription("When the statement ends, UTC.")
        String expiresAt) {

    /** Before anything was seen. */
    public static final SiteAttestationStatus NONE = new SiteAttestationStatus(null, List.of(), null, null, null, null);

    public SiteAttestationStatus {
        conditions = Lists.orEmpty(conditions);
    }
}
