package vn.onshore.boundary;

/** A node of the cluster and where it stands by the evidence of a boundary. */
public record NodeStanding(NodeFacts facts, Whereabouts whereabouts) {

    public boolean isInconsistent() {
        return whereabouts.level() == EvidenceLevel.Inconsistent;
    }
}
