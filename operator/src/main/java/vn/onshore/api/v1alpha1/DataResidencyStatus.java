package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was enforced, what was seen, what could not be seen. Bounded whatever the size of the cluster. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DataResidencyStatus(
        @Nullable @JsonPropertyDescription("The metadata.generation of the spec that all of this is about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: applied and proved by canaries. Compliant: nothing leads outside, and nothing in scope is"
                        + " unknown. Reconciling and Stalled are there only while they are true.")
        List<Condition> conditions,

        @Nullable @JsonPropertyDescription("When the verdict was last renewed, UTC.")
        String verifiedAt,

        @Nullable @JsonPropertyDescription("Judgements by verdict, over all rules and objects.")
        Verdicts verdicts,

        @Nullable @JsonPropertyDescription("Nodes of the cluster by whether governed pods may run there.")
        Nodes nodes,

        @Nullable @JsonPropertyDescription("Namespaces that the policy governs now.")
        Namespaces namespaces,

        @JsonPropertyDescription("One row for each rule of the exit catalogue.")
        List<RuleCoverage> rules,

        @Nullable @JsonPropertyDescription("How much was looked at, and what could not be.")
        Coverage coverage,

        @Nullable @JsonPropertyDescription("What is wrong or unknown, the first ones in a stable order.")
        FindingList findings,

        @Nullable @JsonPropertyDescription("What Enforce would mean for what is there already.")
        Preview preview,

        @Nullable @JsonPropertyDescription("The last attack on the guard.")
        Proof proof,

        @JsonPropertyDescription("The mode that was applied last.")
        DataResidencySpec.@Nullable Mode mode,

        @JsonPropertyDescription(
                "What the policy and its boundary let in, as applied last, at most 500 entries. What is added is told by an"
                        + " Event.")
        List<String> allows,

        @JsonPropertyDescription("Objects that this policy was compiled into.")
        List<Guard> guards,

        @JsonPropertyDescription("Guards, or parts of them, that could not be compiled, and why.")
        List<SkippedGuard> skippedGuards,

        @Nullable @JsonPropertyDescription("Guards that somebody else deleted or edited, and that were put back.")
        GuardChanges guardChanges,

        @JsonPropertyDescription("Blind spots that somebody answers for.")
        List<DataResidencySpec.AcceptedBlindSpot> acceptedBlindSpots,

        @JsonPropertyDescription("What the boundary exempts from judging and from guards.")
        OnshoreBoundarySpec.@Nullable Exemptions exemptions) {

    /** Before anything was seen. */
    public static final DataResidencyStatus NONE = new DataResidencyStatus(
            null, List.of(), null, null, null, null, List.of(), null, null, null, null, null, List.of(), List.of(),
            List.of(), null, List.of(), null);

    public DataResidencyStatus {
        conditions = Lists.orEmpty(conditions);
        rules = Lists.orEmpty(rules);
        allows = Lists.orEmpty(allows);
        guards = Lists.orEmpty(guards);
        skippedGuards = Lists.orEmpty(skippedGuards);
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
                namespaces,
                rules,
                coverage,
                findings,
                preview,
                proof,
                mode,
                allows,
                List.of(),
                skippedGuards,
                guardChanges,
                acceptedBlindSpots,
                exemptions);
    }

    /** Judgements by verdict, over all rules and objects. */
    public record Verdicts(Long met, Long partial, Long notMet, Long unknown, Long notApplicable) {}

    /** Namespaces that the policy governs. */
    public record Namespaces(
            @JsonPropertyDescription("How many there are.") Integer total,

            @JsonPropertyDescription("The first 100 of them by name.")
            List<String> first) {

        private static final int FIRST = 100;

        public Namespaces {
            first = Lists.orEmpty(first);
        }

        /** @param names of all of them, sorted */
        public static Namespaces of(List<String> names) {
            return new Namespaces(names.size(), names.stream().limit(FIRST).toList());
        }
    }

    /** Nodes by whether governed pods may run there. */
    public record Nodes(
            Integer total,

            @JsonPropertyDescription("They carry the label residency.POLICY=eligible; governed pods run here only.")
            Integer eligible,

            @JsonPropertyDescription("What is known of them contradicts itself; they satisfy nothing.")
            Integer inconsistent) {}

    /** How one rule of the exit catalogue stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleCoverage(
            @JsonPropertyDescription("E01 to E60.") String rule,

            @JsonPropertyDescription("Met, NotMet, Partial, NotApplicable or Unknown.")
            String verdict,

            @JsonPropertyDescription("Objects that meet it.")
            Long met,

            @JsonPropertyDescription("Objects that lead outside.")
            Long notMet,

            @JsonPropertyDescription("Objects that could not be judged.")
            Long unknown,

            @Nullable
            @JsonPropertyDescription("Why the rule is Unknown; begins with accepted if somebody answers for it.")
            String reason) {}

    /** How much was looked at. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Coverage(
            @JsonPropertyDescription("Kinds whose objects were listed.")
            Integer kindsListed,

            @JsonPropertyDescription("Kinds that could not be listed.")
            Integer kindsUnread,

            @JsonPropertyDescription("Objects of the listed kinds.")
            Long objects,

            @JsonPropertyDescription("Rules that are Unknown, accepted or not.")
            Integer rulesUnknown,

            @JsonPropertyDescription("Rules that are Unknown and accepted.")
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
    public record FindingList(
            @JsonPropertyDescription("All of them, also those that are not listed here.")
            Long total,

            @JsonPropertyDescription("The first 20.") List<StatusFinding> items) {

        public FindingList {
            items = Lists.orEmpty(items);
        }
    }

    /** What Enforce would mean for what is there already. */
    public record Preview(
            @JsonPropertyDescription("How many findings about what would be refused if it were created today.")
            Long total,

            @JsonPropertyDescription("The first 20 of them.")
            List<StatusFinding> items,

            @Nullable @JsonPropertyDescription("Running pods that evict: true moves.")
            Evictions evictions) {

        public Preview {
            items = Lists.orEmpty(items);
        }
    }

    /** Running pods on nodes that do not qualify: the first 20 by name, and how many there are. */
    public record Evictions(
            @JsonPropertyDescription("All of them, also those that are not listed here.")
            Long total,

            @JsonPropertyDescription("The first 20 by namespace and name.")
            List<PlacedPod> pods) {

        public Evictions {
            pods = Lists.orEmpty(pods);
        }
    }

    /** A pod and its node. */
    public record PlacedPod(
            String namespace,
            String name,
            @JsonPropertyDescription("Where it runs.") String node) {}

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

            @JsonPropertyDescription("What was seen.") String message,
            @JsonPropertyDescription("What to do.") String remediation) {}

    /** The outcome of one round of canaries. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Proof(
            @JsonPropertyDescription("When it ended, UTC.") String at,

            @JsonPropertyDescription("Requests that were tried in dry-run, forbidden ones and harmless twins.")
            Integer attempts,

            @JsonPropertyDescription("Those that were refused, or admitted, as they must be.")
            Integer asExpected,

            @JsonPropertyDescription("Attempts that did not end as they must, the first 20.")
            List<String> deviations) {

        public Proof {
            deviations = Lists.orEmpty(deviations);
        }
    }

    /** A generated object. */
    public record Guard(
            String kind,
            String name,

            @JsonPropertyDescription("SHA-256 of its spec, as the annotation onshore.vn/digest has it.")
            String digest) {}
}
