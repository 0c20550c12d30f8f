package vn.onshore.isolation.verify;

/** What stands beside the matrix: seen in the cluster, and outside of what the engine evaluates. */
public sealed interface Circumstance {
    /** What was seen, and what to do; without secrets and personal data. */
    String sentence();

    /** A way that is open beyond the plan. */
    record Leak(Pairs pairs, String sentence) implements Circumstance {}

    /** Something that may open a way. */
    record Doubt(Pairs pairs, String sentence) implements Circumstance {}

    /** Something to know that changes no standing. */
    record Remark(String sentence) implements Circumstance {}
}
