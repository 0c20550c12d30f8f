package vn.onshore.boundary;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import vn.onshore.api.v1alpha1.OnshoreBoundaryStatus;
import vn.onshore.api.v1alpha1.OnshoreBoundaryStatus.InconsistentNode;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.compliance.Verdict;

/** Turns a boundary and the nodes that stand by it into a status; what is said of the node guard stays. Pure. */
final class BoundaryReport {
    private static final int FIRST = 20;

    private BoundaryReport() {}

    enum Reason {
        Compiled,
        Invalid,
        InvalidSpec
    }

    static OnshoreBoundaryStatus of(
            BoundaryRegister.Entry entry, OnshoreBoundaryStatus previous, long generation, Instant now) {
        var conditions = ConditionSet.from(previous.conditions(), generation, now);
        var boundary = entry.boundary();
        if (boundary == null) {
            var others = entry.problems().size() - 1;
            conditions.stalled(
                    Reason.Invalid,
                    entry.problems().getFirst() + (others > 0 ? " (and " + others + " more problems)" : ""));
            return new OnshoreBoundaryStatus(
                    generation,
                    conditions.build(),
                    null,
                    null,
                    null,
                    List.of(),
                    previous.nodeGuard(),
                    entry.spec().exemptions());
        }
        conditions.set(ConditionSet.READY, true, Reason.Compiled, "the boundary is sound and in use");
        return new OnshoreBoundaryStatus(
                generation,
                conditions.build(),
                boundary.digest(),
                boundary.counts(),
                counts(entry.nodes().values(), boundary),
                entry.nodes().values().stream()
                        .filter(NodeStanding::isInconsistent)
                        .sorted(Comparator.comparing(
                                standing -> standing.facts().name()))
                        .limit(FIRST)
                        .map(standing -> new InconsistentNode(
                                standing.facts().name(),
                                String.valueOf(standing.whereabouts().contradiction())))
                        .toList(),
                previous.nodeGuard(),
                entry.spec().exemptions());
    }

    private static OnshoreBoundaryStatus.NodeCounts counts(Collection<NodeStanding> nodes, Boundary boundary) {
        var everywhere = boundary.territory(List.of());
        return new OnshoreBoundaryStatus.NodeCounts(
                nodes.size(),
                (int) nodes.stream()
                        .filter(node -> everywhere.judge(node.whereabouts()) == Verdict.Met)
                        .count(),
                at(nodes, EvidenceLevel.SelfDeclared),
                at(nodes, EvidenceLevel.Provider),
                at(nodes, EvidenceLevel.Attested) + at(nodes, EvidenceLevel.Corroborated),
                at(nodes, EvidenceLevel.Corroborated),
                at(nodes, EvidenceLevel.Inconsistent));
    }

    private static int at(Collection<NodeStanding> nodes, EvidenceLevel level) {
        return (int) nodes.stream()
                .filter(node -> node.whereabouts().level() == level)
                .count();
    }
}
