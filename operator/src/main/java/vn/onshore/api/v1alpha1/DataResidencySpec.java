package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must stay inside, and how strictly. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "(has(self.namespaceSelector.matchLabels) && size(self.namespaceSelector.matchLabels) > 0)"
                        + " || (has(self.namespaceSelector.matchExpressions) && size(self.namespaceSelector.matchExpressions) > 0)",
        message = "spec.namespaceSelector is empty and would select every namespace; name a label, such as"
                + " {matchLabels: {onshore.vn/residency: vietnam}}")
@ValidationRule(
        value = "!has(self.namespaceSelector.matchExpressions) || self.namespaceSelector.matchExpressions.all(e,"
                + " (e.operator in ['In', 'NotIn']) == (has(e.values) && size(e.values) > 0))",
        message =
                "spec.namespaceSelector.matchExpressions: In and NotIn need values, Exists and DoesNotExist take none")
@ValidationRule(
        value = "!has(self.canaryInterval) || !self.canaryInterval.matches('^[1-9]s$')",
        message =
                "spec.canaryInterval is shorter than 10s, in which a changed guard may not even bite; use 10s or more")
public record DataResidencySpec(
        @Required @JsonPropertyDescription("The OnshoreBoundary that says what is inside.")
        LocalReference boundaryRef,

        @Required
        @JsonPropertyDescription(
                "Labels of the namespaces that are governed; at least one. Cluster-scoped objects, such as StorageClasses,"
                        + " are always judged.")
        LabelSelector namespaceSelector,

        @Size(max = 64)
        @JsonPropertyDescription(
                "Sites of the boundary that are allowed; all of them if empty. Catalogue rows never satisfy a list.")
        List<@Size(min = 1, max = 63) String> sites,

        @Default("Audit")
        @JsonPropertyDescription("Audit judges and writes no policy, Warn warns at kubectl apply, Enforce refuses.")
        @Nullable
        Mode mode,

        @Default("Provider")
        @JsonPropertyDescription(
                "What must be known of a node before governed pods may run there: SelfDeclared (its labels), Provider"
                        + " (its providerID agrees), Attested (a SiteAttestation says so), Corroborated (CSI topology and"
                        + " addresses agree as well).")
        @Nullable
        NodeEvidence minimumNodeEvidence,

        @Size(max = 16) @JsonPropertyDescription("Schedulers that governed pods may name. Default: default-scheduler.")
        List<@Size(min = 1, max = 253) String> schedulers,

        @Nullable @JsonPropertyDescription("Who may exec, attach, port-forward or proxy; not restricted if left out.")
        InteractiveAccess interactiveAccess,

        @Default("false")
        @JsonPropertyDescription(
                "Under Enforce, and once the guards are proved, evict governed pods from nodes that do not qualify,"
                        + " through the Eviction API (PodDisruptionBudgets hold).")
        Boolean evict,

        @Size(max = 60)
        @JsonPropertyDescription(
                "Rules that may stay Unknown without making Compliant Unknown. They stay listed and counted.")
        List<AcceptedBlindSpot> acceptedBlindSpots,

        @Default("60s")
        @Pattern("^([1-9][0-9]{0,3}s|[1-9][0-9]{0,2}m)$")
        @Size(min = 2, max = 5)
        @JsonPropertyDescription(
                "How often the guard is attacked to prove that it holds, such as 60s or 5m; at least 10s.")
        String canaryInterval,

        @Default("false")
        @JsonPropertyDescription(
                "Stop applying, putting back and proving; what is applied stays. Ready becomes False and Compliant"
                        + " Unknown, because nobody looks.")
        Boolean suspend) {

    public DataResidencySpec {
        sites = Lists.orEmpty(sites);
        schedulers =
                schedulers == null || schedulers.isEmpty() ? List.of("default-scheduler") : Lists.orEmpty(schedulers);
        evict = evict != null && evict;
        acceptedBlindSpots = Lists.orEmpty(acceptedBlindSpots);
        canaryInterval = canaryInterval == null ? "60s" : canaryInterval;
        suspend = suspend != null && suspend;
    }

    /** How strictly a policy is held. */
    public enum Mode {
        Audit,
        Warn,
        Enforce
    }

    /** The rungs of the evidence ladder, weakest first. */
    public enum NodeEvidence {
        SelfDeclared,
        Provider,
        Attested,
        Corroborated
    }

    /** Groups that may open a shell or a tunnel into governed pods. */
    public record InteractiveAccess(
            @Required @Size(max = 32) @JsonPropertyDescription("Groups of the API server's users; nobody if empty.")
            List<@Size(min = 1, max = 253) String> groups) {

        public InteractiveAccess {
            groups = Lists.orEmpty(groups);
        }
    }

    /** A rule that somebody answers for although nobody can see whether it holds. */
    public record AcceptedBlindSpot(
            @Required
            @Pattern("^E(0[1-9]|[1-5][0-9]|60)$")
            @Size(min = 3, max = 3)
            @JsonPropertyDescription("Rule of the exit catalogue, E01 to E60.")
            String rule,

            @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why this is acceptable.")
            String reason,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Who answers for it.")
            String owner,

            @Required
            @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
            @Size(min = 10, max = 10)
            @JsonPropertyDescription("Last day it is accepted, Asia/Ho_Chi_Minh.")
            String expires) {}
}
