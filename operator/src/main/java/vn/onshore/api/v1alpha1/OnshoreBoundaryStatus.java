package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator made of a boundary. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OnshoreBoundaryStatus(
        @Nullable @JsonPropertyDescription("The metadata.generation of the spec that all of this is about.")
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the spec is sound and nodes are judged by it.")
        List<Condition> conditions,

        @Nullable @JsonPropertyDescription("SHA-256 of what the boundary and the catalogue say together.")
        String digest,

        @Nullable @JsonPropertyDescription("How much the boundary and the catalogue list.")
        Counts counts,

        @Nullable @JsonPropertyDescription("Nodes of the cluster by the evidence for where they stand.")
        NodeCounts nodes,

        @JsonPropertyDescription("Nodes whose sources contradict each other, the first 20 by name.")
        List<InconsistentNode> inconsistentNodes,

        @Nullable @JsonPropertyDescription("What became of spec.nodeGuard; absent if there is nothing to say.")
        NodeGuardStatus nodeGuard,

        @JsonPropertyDescription("What is not judged and not guarded, and why.")
        OnshoreBoundarySpec.@Nullable Exemptions exemptions) {

    /** Before anything was seen. */
    public static final OnshoreBoundaryStatus NONE =
            new OnshoreBoundaryStatus(null, List.of(), null, null, null, List.of(), null, null);

    public OnshoreBoundaryStatus {
        conditions = Lists.orEmpty(conditions);
        inconsistentNodes = Lists.orEmpty(inconsistentNodes);
    }

    /** The same with another word about the node guard. */
    public OnshoreBoundaryStatus withNodeGuard(@Nullable NodeGuardStatus said) {
        return new OnshoreBoundaryStatus(
                observedGeneration, conditions, digest, counts, nodes, inconsistentNodes, said, exemptions);
    }

    /** What became of {@code spec.nodeGuard}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NodeGuardStatus(
            @JsonPropertyDescription("Parts of the guard that could not be compiled, and why.")
            List<SkippedGuard> skippedGuards,

            @Nullable @JsonPropertyDescription("Guards that somebody else deleted or edited, and that were put back.")
            GuardChanges guardChanges) {

        public NodeGuardStatus {
            skippedGuards = Lists.orEmpty(skippedGuards);
        }
    }

    /** How much the boundary lists. */
    public record Counts(
            Integer sites,
            Integer endpoints,
            Integer domains,
            Integer registries,
            Integer csiDrivers,
            Integer catalogueRows) {}

    /** Nodes of the cluster by the evidence for where they stand; attested includes corroborated. */
    public record NodeCounts(
            Integer total,
            Integer inside,
            Integer selfDeclared,
            Integer provider,

            @JsonPropertyDescription("By a valid attestation, corroborated or not.")
            Integer attested,

            Integer corroborated,
            Integer inconsistent) {}

    /** A node that says two things. */
    public record InconsistentNode(
            String name,

            @JsonPropertyDescription("Which two sources say what.")
            String contradiction) {}
}
