package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DSSE envelope around an in-toto statement; {@code onshore attest sign} makes the whole resource. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SiteAttestationSpec(
        @Required @JsonPropertyDescription("The boundary whose attestor signed.")
        LocalReference boundaryRef,

        @Required @JsonPropertyDescription("DSSE envelope, as onshore attest sign wrote it.")
        Envelope envelope) {

    /** DSSE 1.0 envelope; payload and signatures are base64. */
    public record Envelope(
            @Required @Size(min = 1, max = 128) @JsonPropertyDescription("application/vnd.in-toto+json")
            String payloadType,

            @Required @Size(min = 1, max = 16384) @JsonPropertyDescription("Base64 of the in-toto statement.")
            String payload,

            @Required @Size(min = 1, max = 8) @JsonPropertyDescription("At least one by an attestor of the site.")
            List<Signature> signatures) {

        public Envelope {
            signatures = Lists.orEmpty(signatures);
        }
    }

    /** One signature of a DSSE envelope. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Signature(
            @Nullable @Size(max = 128) @JsonPropertyDescription("A hint which key it was; not believed.")
            String keyid,

            @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Base64 of the signature.")
            String sig) {}
}
