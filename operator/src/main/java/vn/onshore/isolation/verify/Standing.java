package vn.onshore.isolation.verify;

/** How one side stands to another. Unknown is never counted as isolated. */
public enum Standing {
    /** Nothing is open beyond the plan, and nothing is in scope that could open it unseen. */
    ISOLATED,
    /** Something in scope may open a way, and nobody can say whether it does. */
    UNKNOWN,
    /** Something is open, or will be for pods that may come, beyond the plan. */
    LEAK;

    /** Whether this is better than another: {@link #ISOLATED} before {@link #UNKNOWN} before {@link #LEAK}. */
    public boolean isBetterThan(Standing other) {
        return compareTo(other) < 0;
    }
}
