package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies inside. Anything that neither this nor the catalogue lists is outside. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.endpoints) || self.endpoints.all(e, self.sites.exists(s, s.id == e.site))",
        message = "an entry of spec.endpoints names a site that spec.sites does not have")
@ValidationRule(
        value = "!has(self.domains) || self.domains.all(d, self.sites.exists(s, s.id == d.site))",
        message = "an entry of spec.domains names a site that spec.sites does not have")
@ValidationRule(
        value = "!has(self.registries) || self.registries.all(r, !has(r.site) || self.sites.exists(s, s.id == r.site))",
        message = "an entry of spec.registries names a site that spec.sites does not have")
public record OnshoreBoundarySpec(
        @Required
        @Default("VN")
        @Pattern("^[A-Z]{2}$")
        @Size(min = 2, max = 2)
        @JsonPropertyDescription("Country whose rules apply, ISO 3166-1 alpha-2.")
        String jurisdiction,

        @Required @Size(min = 1, max = 64) @JsonPropertyDescription("The places where machines stand.")
        List<Site> sites,

        @Size(max = 512) @JsonPropertyDescription("Exact hosts inside, such as object stores.")
        List<Endpoint> endpoints,

        @Size(max = 256)
        @JsonPropertyDescription(
                "Domains inside: the name itself and every name below it, matched on label boundaries only.")
        List<Domain> domains,

        @Size(max = 256) @JsonPropertyDescription("Exact hosts from which images may be pulled.")
        List<Registry> registries,

        @Size(max = 64) @JsonPropertyDescription("How CSI drivers tell where their volumes are.")
        List<CsiDriver> csiDrivers,

        @Default("true")
        @JsonPropertyDescription(
                "Whether the built-in catalogue of Vietnamese providers is used. Its rows count as SelfDeclared and"
                        + " never satisfy a policy's spec.sites.")
        Boolean useCatalogue,

        @Default("None")
        @JsonPropertyDescription(
                "Taint: every new node gets onshore.vn/unattested:NoExecute until it is attested, so that no pod of"
                        + " any namespace runs there before. For clusters that are governed as a whole.")
        @Nullable
        NodeGuard nodeGuard,

        @Nullable @JsonPropertyDescription("What is not judged and not guarded, and why. Always shown in status.")
        Exemptions exemptions) {

    public OnshoreBoundarySpec {
        sites = Lists.orEmpty(sites);
        endpoints = Lists.orEmpty(endpoints);
        domains = Lists.orEmpty(domains);
        registries = Lists.orEmpty(registries);
        csiDrivers = Lists.orEmpty(csiDrivers);
        useCatalogue = useCatalogue == null || useCatalogue;
    }

    /** What is done to nodes at birth. */
    public enum NodeGuard {
        None,
        Taint
    }

    /** An exact host at a site. */
    public record Endpoint(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("DNS name or IP address, without port.")
            String host,

            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Id of the site where it stands.")
            String site) {}

    /** A DNS suffix at a site: {@code example.vn} stands for itself and {@code *.example.vn}. */
    public record Domain(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("DNS name, without leading dot or asterisk.")
            String suffix,

            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Id of the site where it all stands.")
            String site) {}

    /** An exact registry host; the site is optional. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Registry(
            @Required
            @Size(min = 1, max = 253)
            @JsonPropertyDescription("Host of the registry, with the port if it is not 443.")
            String host,

            @Nullable
            @Size(min = 1, max = 63)
            @JsonPropertyDescription(
                    "Id of the site where it stands; without it, the registry counts for every policy.")
            String site) {}

    /** A CSI driver's own words for places. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CsiDriver(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the driver, as in CSIDriver objects.")
            String name,

            @Size(max = 16)
            @JsonPropertyDescription(
                    "Topology keys of the driver; their values are looked up among the zones and regions of the sites.")
            List<@Size(min = 1, max = 316) String> topologyKeys,

            @Size(max = 32)
            @JsonPropertyDescription(
                    "Keys in StorageClass parameters, snapshot-class parameters and volumeAttributes that name a place:"
                            + " a zone, a region or a host; several separated by commas.")
            List<@Size(min = 1, max = 253) String> locationParameters,

            @Nullable
            @Size(max = 512)
            @JsonPropertyDescription(
                    "Pattern (RE2) for whole volume and snapshot handles, such as (?<zone>[^/]+)/.+ with any of the groups"
                            + " site, zone, region and host. It replaces the catalogue's patterns for the driver.")
            String volumeHandle) {

        public CsiDriver {
            topologyKeys = Lists.orEmpty(topologyKeys);
            locationParameters = Lists.orEmpty(locationParameters);
        }
    }

    /** What the rules pass over. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value =
                    "(!has(self.namespaces) || size(self.namespaces) == 0) && (!has(self.nodes) || size(self.nodes) == 0)"
                            + " || has(self.reason)",
            message = "spec.exemptions needs a reason")
    public record Exemptions(
            @Size(max = 64)
            @JsonPropertyDescription("Namespaces, by exact name, that no policy governs whatever their labels.")
            List<@Size(min = 1, max = 63) String> namespaces,

            @Size(max = 64) @JsonPropertyDescription("Nodes, by exact name, that the node guard leaves alone.")
            List<@Size(min = 1, max = 253) String> nodes,

            @Nullable
            @Size(min = 1, max = 1024)
            @JsonPropertyDescription("Why; required as soon as anything is exempt.")
            String reason) {

        public static final Exemptions NONE = new Exemptions(List.of(), List.of(), null);

        public Exemptions {
            namespaces = Lists.orEmpty(namespaces);
            nodes = Lists.orEmpty(nodes);
        }
    }

    /** The exemptions, empty ones if the user wrote none. */
    public Exemptions exemptionsOrNone() {
        return exemptions == null ? Exemptions.NONE : exemptions;
    }
}
