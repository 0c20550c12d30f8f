package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Zones, and what may be open between them. Which roles must be among the zones at apply time: internal servers and a DMZ
 * (TCVN 14423:2026 4.12.2.2 b), from level 3 on also database servers and management (5.12.2.2 b; QCVN 12 3.13.2.2.4). A
 * system need not be in the cluster as a whole: {@code elsewhere} names roles that are not.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.zones.all(z, z.role != 'Management' || !has(z.internet) || z.internet == 'Deny')",
        message = "spec.zones: a zone of role Management must have no Internet (QCVN 12:2026/BCA 3.13.2.2.4); set its"
                + " internet to Deny")
@ValidationRule(
        value = "self.zones.exists(z, z.role == 'InternalServer')"
                + " || has(self.elsewhere) && self.elsewhere.exists(e, e.role == 'InternalServer')",
        message = "spec.zones: no zone has the role InternalServer, which every level must have; add one, or say in"
                + " spec.elsewhere why it is not in this cluster")
@ValidationRule(
        value = "self.zones.exists(z, z.role == 'DMZ')"
                + " || has(self.elsewhere) && self.elsewhere.exists(e, e.role == 'DMZ')",
        message = "spec.zones: no zone has the role DMZ, which every level must have; add one, or say in spec.elsewhere"
                + " why it is not in this cluster")
@ValidationRule(
        value = "self.level < 3 || self.zones.exists(z, z.role == 'DatabaseServer')"
                + " || has(self.elsewhere) && self.elsewhere.exists(e, e.role == 'DatabaseServer')",
        message = "spec.zones: no zone has the role DatabaseServer, which a system of level 3 or higher must have; add"
                + " one, or say in spec.elsewhere why it is not in this cluster")
@ValidationRule(
        value = "self.level < 3 || self.zones.exists(z, z.role == 'Management')"
                + " || has(self.elsewhere) && self.elsewhere.exists(e, e.role == 'Management')",
        message = "spec.zones: no zone has the role Management, which a system of level 3 or higher must have; add one,"
                + " or say in spec.elsewhere why it is not in this cluster")
@ValidationRule(
        value =
                "!has(self.flows) || self.flows.all(f, !has(f.from.zone) || self.zones.exists(z, z.name == f.from.zone))",
        message = "spec.flows: from.zone names a zone that spec.zones does not have; correct the name or add the zone")
@ValidationRule(
        value = "!has(self.flows) || self.flows.all(f, !has(f.to.zone) || self.zones.exists(z, z.name == f.to.zone))",
        message = "spec.flows: to.zone names a zone that spec.zones does not have; correct the name or add the zone")
@ValidationRule(
        value = "!has(self.breakGlass) || self.breakGlass.all(b,"
                + " (!has(b.flow.from.zone) || self.zones.exists(z, z.name == b.flow.from.zone))"
                + " && (!has(b.flow.to.zone) || self.zones.exists(z, z.name == b.flow.to.zone)))",
        message = "spec.breakGlass: flow names a zone that spec.zones does not have; correct the name or add the zone")
@ValidationRule(
        value = "!has(self.moves) || self.moves.all(m, !has(m.to) || self.zones.exists(z, z.name == m.to))",
        message = "spec.moves: to names a zone that spec.zones does not have; correct the name, or leave it out to take"
                + " the namespace out of all zones")
public record NetworkIsolationSpec(
        @Required @JsonPropertyDescription("The OnshoreBoundary whose sites flows may name.")
        LocalReference boundaryRef,

        @Default("Audit")
        @JsonPropertyDescription(
                "Audit judges. Shadow also compiles, and shows what it would write. Enforce writes it.")
        @Nullable
        Mode mode,

        @Default("Worst")
        @JsonPropertyDescription(
                "How the cluster's network plugin reads what NetworkPolicy leaves open. Worst takes the more permissive"
                        + " reading of every point; name the plugin only if you know it.")
        @Nullable
        Datapath datapath,

        @Required
        @Min(1)
        @Max(5)
        @JsonPropertyDescription("Level of the system (Decree 331/2026), which decides the zones it must have.")
        Integer level,

        @Required
        @Size(min = 1, max = 24)
        @JsonPropertyDescription(
                "Zones. Within a zone everything may talk; no namespace may be in two. What leaves a zone must be in"
                        + " spec.flows.")
        List<Zone> zones,

        @Size(max = 128) @JsonPropertyDescription("What may be open between zones, and with what is outside.")
        List<ZoneFlow> flows,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Pods that hand traffic on, such as ingress controllers: whoever reaches them reaches what they reach.")
        List<ZoneRelay> relays,

        @Size(max = 16)
        @JsonPropertyDescription("Flows that are open for a short while, for a reason. They close by themselves.")
        List<BreakGlass> breakGlass,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Namespaces that may be labelled into another zone. All others keep their zone while zones are enforced.")
        List<Move> moves,

        @Nullable
        @JsonPropertyDescription(
                "How pods in the zones try what is declared, and what is not, with real connections. Only in Enforce.")
        ZoneProbes probes,

        @Nullable
        @JsonPropertyDescription("Addresses that are registered in the country, to check internet: Onshore against.")
        OnshoreAddresses onshoreAddresses,

        @Nullable
        @JsonPropertyDescription(
                "Connections that were seen in the cluster, to be held against this declaration: status.observed says"
                        + " which of them it would drop. In every mode; nothing is written for it.")
        FlowLogs flowLogs,

        @Size(max = 11) @JsonPropertyDescription("Zone roles of the system that are not in this cluster.")
        List<Elsewhere> elsewhere,

        @Default("false")
        @JsonPropertyDescription(
                "Stop applying and putting back; what is applied stays. Ready becomes False and Compliant Unknown,"
                        + " because nobody looks.")
        Boolean suspend) {

    public NetworkIsolationSpec {
        zones = Lists.orEmpty(zones);
        flows = Lists.orEmpty(flows);
        relays = Lists.orEmpty(relays);
        breakGlass = Lists.orEmpty(breakGlass);
        moves = Lists.orEmpty(moves);
        elsewhere = Lists.orEmpty(elsewhere);
        suspend = suspend != null && suspend;
    }

    /** How far the operator goes. */
    public enum Mode {
        Audit,
        Shadow,
        Enforce
    }

    /** Network plugins that read the NetworkPolicy API differently, and the most permissive of all of them. */
    public enum Datapath {
        Worst,
        Calico,
        Cilium,
        OVN,
        Antrea,
        AWS,
        KubeNetworkPolicies,
        KubeRouter
    }

    /** What a zone may open outside the cluster, beside its flows. */
    public enum Internet {
        Deny,
        /** The networks of the boundary's sites. */
        Onshore,
        Any
    }

    /** Namespaces that are one side of the walls. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "(has(self.namespaceSelector.matchLabels) && size(self.namespaceSelector.matchLabels) > 0)"
                    + " || (has(self.namespaceSelector.matchExpressions)"
                    + " && size(self.namespaceSelector.matchExpressions) > 0)",
            message = "namespaceSelector is empty and would put every namespace into the zone; name a label, such as"
                    + " {matchLabels: {zone: storage}}")
    @ValidationRule(
            value = "!has(self.namespaceSelector.matchExpressions) || self.namespaceSelector.matchExpressions.all(e,"
                    + " (e.operator in ['In', 'NotIn']) == (has(e.values) && size(e.values) > 0))",
            message = "namespaceSelector.matchExpressions: In and NotIn need values, Exists and DoesNotExist take none")
    public record Zone(
            @Required
            @Size(min = 1, max = 40)
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
            @JsonPropertyDescription("Name of the zone, used by flows.")
            String name,

            @Required @JsonPropertyDescription("What the zone is for, as the regulations call it.") @Nullable
            ZoneRole role,

            @Required @JsonPropertyDescription("Labels of the zone's namespaces; at least one.")
            LabelSelector namespaceSelector,

            @Default("Deny")
            @JsonPropertyDescription(
                    "Deny: only what flows allow. Onshore: also the networks of the boundary's sites. Any: everything"
                            + " outside the cluster.")
            @Nullable
            Internet internet) {}

    /** A flow for a short while. */
    public record BreakGlass(
            @Required @JsonPropertyDescription("What is open meanwhile.")
            ZoneFlow flow,

            @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why it is needed.")
            String reason,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Where it was asked for and approved.")
            String ticket,

            @Required
            @Pattern("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]([.][0-9]{1,9})?"
                    + "(Z|[+-][0-2][0-9]:[0-5][0-9])$")
            @Size(min = 20, max = 35)
            @JsonPropertyDescription("When it closes by itself, RFC 3339; at most 24 hours ahead.")
            String notAfter) {}

    /** A namespace that is to change its zone, once. */
    public record Move(
            @Required
            @Size(min = 1, max = 63)
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
            @JsonPropertyDescription("The namespace. Whoever may edit its labels may move it, there and nowhere else.")
            String namespace,

            @Nullable
            @Size(min = 1, max = 40)
            @JsonPropertyDescription("The zone that it comes into; left out, it leaves all zones.")
            String to,

            @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why it is moved.")
            String reason) {}

    /** Where the addresses are listed. */
    public record OnshoreAddresses(
            @Required
            @Size(min = 1, max = 8)
            @JsonPropertyDescription(
                    "ConfigMaps with delegated-extended files of the address registries, or with lists of CIDRs; every"
                            + " key of each is read.")
            List<ConfigMapReference> configMaps) {

        public OnshoreAddresses {
            configMaps = Lists.orEmpty(configMaps);
        }
    }

    /** Where the connections are listed. */
    public record FlowLogs(
            @Required
            @Size(min = 1, max = 8)
            @JsonPropertyDescription(
                    "ConfigMaps with logs of Hubble, Goldmane or conntrack, or with CSV, plain or as gzip; every key is a log.")
            List<ConfigMapReference> configMaps) {

        public FlowLogs {
            configMaps = Lists.orEmpty(configMaps);
        }
    }

    /** A ConfigMap. */
    public record ConfigMapReference(
            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Its namespace.")
            String namespace,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.")
            String name) {}

    /** A zone role that somebody answers for outside this cluster. */
    public record Elsewhere(
            @Required @JsonPropertyDescription("The role.") @Nullable
            ZoneRole role,

            @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Where it is, or why there is none.")
            String reason) {}
}
