package vn.onshore.boundary;

import java.util.Map;

/** A node of the cluster and where it stands by the evidence of a boundary. */
public record NodeStanding(NodeFacts facts, Whereabouts whereabouts) {

    /** The same with other marks of the operator among the labels. */
    NodeStanding marked(Map<String, String> labels) {
        return new NodeStanding(facts.withLabels(labels), whereabouts);
    }

    public boolean isInconsistent() {
        return whereabouts.level() == EvidenceLevel.Inconsistent;
    }
}
