package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator found when it verified the statement. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SiteAttestationStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,

        @Nullable @JsonPropertyDescription("The node that the statement speaks of.")
        String node,

        @Nullable @JsonPropertyDescription("The site at which it places the node.")
        String site,

        @Nullable @JsonPropertyDescription("Name of the attestor whose key signed it.")
        String attestor,

        @Nullable @JsonPropertyDescription("UTC, RFC 3339.") String expiresAt) {

    /** Before anything was seen. */
    public static final SiteAttestationStatus NONE = new SiteAttestationStatus(null, List.of(), null, null, null, null);

    public SiteAttestationStatus {
        conditions = Lists.orEmpty(conditions);
    }
}
