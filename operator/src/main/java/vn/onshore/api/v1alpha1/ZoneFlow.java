package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that may be open. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.from.zone) || has(self.to.zone)",
        message = "neither from nor to is a zone; a flow must begin or end in a zone")
@ValidationRule(
        value = "self.ports.all(p, p.substring(p.indexOf('/') + 1).split('-').all(n, int(n) <= 65535))",
        message = "ports: a port is above 65535; use 1 to 65535, such as TCP/443 or UDP/8000-8080")
@ValidationRule(
        value = "self.ports.all(p, !p.contains('-') || int(p.substring(p.indexOf('/') + 1, p.indexOf('-')))"
                + " <= int(p.substring(p.indexOf('-') + 1)))",
        message = "ports: the last port of a range is below its first one; write it as TCP/8000-8080")
public record ZoneFlow(
        @Required @JsonPropertyDescription("Who opens the connection.")
        Peer from,

        @Required @JsonPropertyDescription("Who answers.") Peer to,

        @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
                "Ports of the pods that answer, such as TCP/5432, UDP/53 or SCTP/1-100; those behind a Service, not"
                        + " the Service's own.")
        List<@Pattern("^(TCP|UDP|SCTP)/[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?$") @Size(min = 5, max = 16) String> ports) {

    public ZoneFlow {
        ports = Lists.orEmpty(ports);
    }

    /** One side of a flow: exactly one of the three. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "(has(self.zone) ? 1 : 0) + (has(self.site) ? 1 : 0) + (has(self.cidrs) ? 1 : 0) == 1",
            message = "needs exactly one of zone, site and cidrs")
    @ValidationRule(
            value = "!has(self.cidrs) || self.cidrs.all(c, c.contains(':')) || self.cidrs.all(c, !c.contains(':'))",
            message = "cidrs holds IPv4 and IPv6; a list is of one family, so write a flow for each")
    @ValidationRule(
            value = "!has(self.cidrs) || self.cidrs.all(c, c.contains(':') || c.matches("
                    + "'^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])([.]|/)){4}(3[0-2]|[12]?[0-9])$'))",
            message = "cidrs holds an IPv4 range that is none; write it as 203.162.4.0/24")
    public record Peer(
            @Nullable @Size(min = 1, max = 40) @JsonPropertyDescription("A zone of this resource.")
            String zone,

            @Nullable
            @Size(min = 1, max = 63)
            @JsonPropertyDescription("A site of the boundary: the networks that it lists there.")
            String site,

            @Size(min = 1, max = 64)
            @JsonPropertyDescription("Address ranges outside the cluster, all IPv4 or all IPv6.")
            List<
                            @Pattern(
                                    "^([0-9]{1,3}([.][0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/[0-9]{1,3})$")
                            @Size(min = 1, max = 49) String>
                    cidrs) {

        public Peer {
            cidrs = Lists.orEmpty(cidrs);
        }
    }
}
