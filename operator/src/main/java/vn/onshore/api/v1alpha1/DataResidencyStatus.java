package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was enforced, what was seen, what could not be seen. Bounded whatever the size of the cluster. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DataResidencyStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,

        @Nullable @JsonPropertyDescription("When the verdict was last renewed, UTC.")
        String verifiedAt,

        @Nullable Verdicts verdicts,
        @Nullable Nodes nodes,

        @JsonPropertyDescription("One row for each rule of the exit catalogue.")
        List<RuleCoverage> rules,

        @Nullable Coverage coverage,

        @Nullable @JsonPropertyDescription("What is wrong or unknown, the first ones in a stable order.")
        FindingList findings,

        @Nullable @JsonPropertyDescription("What exists and would be refused if it were created under Enforce.")
        FindingList preview,

        @Nullable @JsonPropertyDescription("The last attack on the guard.")
        Proof proof,

        @JsonPropertyDescription("Objects that this policy was compiled into.")
        List<Guard> guards,

        @JsonPropertyDescription("Blind spots that somebody answers for.")
        List<DataResidencySpec.AcceptedBlindSpot> acceptedBlindSpots,

        OnshoreBoundarySpec.@Nullable Exemptions exemptions) {

    /** Before anything was seen. */
    public static final DataResidencyStatus NONE = new DataResidencyStatus(
            null, List.of(), null, null, null, List.of(), null, null, null, null, List.of(), List.of(), null);

    public DataResidencyStatus {
        conditions = Lists.orEmpty(conditions);
        rules = Lists.orEmpty(rules);
        guards = Lists.orEmpty(guards);
        acceptedBlindSpots = Lists.orEmpty(acceptedBlindSpots);
    }

    /** The same without what was generated: told before anything is. */
    public DataResidencyStatus withoutGuards() {
        return new DataResidencyStatus(
                observedGeneration,
                conditions,
                verifiedAt,
                verdicts,
                nodes,
                rules,
                coverage,
                findings,
                preview,
                proof,
                List.of(),
                acceptedBlindSpots,
                exemptions);
    }

    /** Judgements by verdict, over all rules and objects. */
    public record Verdicts(Long met, Long partial, Long notMet, Long unknown, Long notApplicable) {}

    /** Nodes by whether governed pods may run there. */
    public record Nodes(Integer total, Integer eligible, Integer inconsistent) {}

    /** How one rule of the exit catalogue stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleCoverage(
            String rule,
            String verdict,
            Long met,
            Long notMet,
            Long unknown,
            @Nullable String reason) {}

    /** How much was looked at. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Coverage(
            Integer kindsListed,
            Integer kindsUnread,
            Long objects,
            Integer rulesUnknown,
            Integer accepted,

            @Nullable @JsonPropertyDescription("When the last full sweep ended, UTC.")
            String sweptAt,

            @JsonPropertyDescription("Kinds that could not be read, the first 20.")
            List<String> unread) {

        public Coverage {
            unread = Lists.orEmpty(unread);
        }
    }

    /** The first findings and how many there are. */
    public record FindingList(Long total, List<StatusFinding> items) {

        public FindingList {
            items = Lists.orEmpty(items);
        }
    }

    /** A finding, shortened for a status. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StatusFinding(
            String rule,
            String verdict,
            String apiVersion,
            String kind,
            @Nullable String namespace,
            String name,
            @Nullable String uid,

            @Nullable @JsonPropertyDescription("The workload it belongs to, as Kind/name.")
            String controller,

            String message,
            String remediation) {}

    /** The outcome of one round of canaries. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Proof(
            String at,
            Integer attempts,
            Integer asExpected,

            @JsonPropertyDescription("Attempts that did not end as they must, the first 20.")
            List<String> deviations) {

        public Proof {
            deviations = Lists.orEmpty(deviations);
        }
    }

    /** A generated object. */
    public record Guard(String kind, String name, String digest) {}
}
