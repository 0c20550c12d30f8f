package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place where machines stand. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Site(
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Short name of the site, used by policies (spec.sites) and attestations.")
        String id,

        @Required
        @JsonPropertyDescription("The province or centrally run city it stands in, with the numbering scheme.")
        Province province,

        @Nullable @JsonPropertyDescription("Where it stands, in degrees (WGS 84).")
        Coordinates coordinates,

        @Nullable @JsonPropertyDescription("Who runs the site.")
        Operator operator,

        @Nullable @JsonPropertyDescription("How nodes of this site describe themselves.")
        Nodes nodes,

        @Size(max = 256)
        @JsonPropertyDescription(
                "Address ranges of the site, IPv4 or IPv6, for endpoints, load balancers and nodes. Ranges of two"
                        + " sites must not overlap.")
        List<
                        @Pattern("^([0-9]{1,3}([.][0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/[0-9]{1,3})$")
                        @Size(min = 1, max = 49) String>
                cidrs,

        @Size(max = 16) @JsonPropertyDescription("Who may sign statements that a machine stands here.")
        List<Attestor> attestors) {

    public Site {
        cidrs = Lists.orEmpty(cidrs);
        attestors = Lists.orEmpty(attestors);
    }

    /**
     * A province, never a bare number: Government code 44 is Quang Tri, ISO 3166-2 VN-44 is An Giang.
     *
     * @param scheme null if the server sent a value this version does not know
     */
    @ValidationRule(
            value = "self.scheme != 'QD19-2025' || self.code in " + Provinces.QD19_2025,
            message =
                    "province.code is not one of the 34 codes of Decision 19/2025/QD-TTg (two digits in quotes, such as"
                            + " \"01\" for Ha Noi or \"79\" for Ho Chi Minh City)")
    @ValidationRule(
            value = "self.scheme != 'ISO3166-2' || self.code.matches('^VN-[0-9A-Z]{2,3}$')",
            message = "province.code must look like VN-HN when the scheme is ISO3166-2")
    public record Province(
            @Required
            @JsonPropertyDescription(
                    "QD19-2025 (codes of Decision 19/2025/QD-TTg) or ISO3166-2 (such as VN-HN). The two number"
                            + " differently.")
            @Nullable
            Scheme scheme,

            @Required @Size(min = 2, max = 6) @JsonPropertyDescription("The code in that scheme, quoted.")
            String code) {

        /** Numbering schemes. */
        public enum Scheme {
            @JsonProperty("QD19-2025")
            QD19_2025,
            @JsonProperty("ISO3166-2")
            ISO3166_2
        }
    }

    /** Degrees, WGS 84. */
    public record Coordinates(
            @Required @Min(-90) @Max(90) @JsonPropertyDescription("North is positive.")
            Double latitude,

            @Required @Min(-180) @Max(180) @JsonPropertyDescription("East is positive.")
            Double longitude) {}

    /** The company that runs a site, and the country under whose law it is established (ISO 3166-1 alpha-2). */
    public record Operator(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the company.")
            String name,

            @Required
            @Pattern("^[A-Z]{2}$")
            @Size(min = 2, max = 2)
            @JsonPropertyDescription("Country under whose law it is established, ISO 3166-1 alpha-2.")
            String establishedIn) {}

    /** Labels and provider ids by which nodes of a site are recognised. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Nodes(
            @Size(max = 64) @JsonPropertyDescription("Values of topology.kubernetes.io/region.")
            List<@Size(min = 1, max = 253) String> regions,

            @Size(max = 64)
            @JsonPropertyDescription("Values of topology.kubernetes.io/zone. A zone may belong to one site only.")
            List<@Size(min = 1, max = 253) String> zones,

            @Size(max = 64)
            @JsonPropertyDescription(
                    "Patterns for spec.providerID; * stands for any characters. Where there are some, a node whose"
                            + " providerID matches none of them stays SelfDeclared, attested or not. Where there are"
                            + " none, only an attestation lifts a node above SelfDeclared.")
            List<@Size(min = 1, max = 253) String> providerIDs) {

        public Nodes {
            regions = Lists.orEmpty(regions);
            zones = Lists.orEmpty(zones);
            providerIDs = Lists.orEmpty(providerIDs);
        }
    }

    /** A public key whose owner may place machines at this site. */
    public record Attestor(
            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name that statuses show.")
            String name,

            @Required
            @Pattern("^\\s*-----BEGIN PUBLIC KEY-----[\\s\\S]*$")
            @Size(min = 1, max = 4096)
            @JsonPropertyDescription(
                    "PEM, SubjectPublicKeyInfo: Ed25519 or ECDSA P-256. Make one with: onshore attest keygen")
            String publicKey) {}
}
