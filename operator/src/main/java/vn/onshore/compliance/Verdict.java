package vn.onshore.compliance;

/** What was decided. Unknown is never counted as compliant. */
public enum Verdict {
    Met,
    Partial,
    NotMet,
    Unknown,
    NotApplicable;

    /** Whether a person has to look: everything but {@link #Met} and {@link #NotApplicable}. */
    public boolean needsAttention() {
        return this == Partial || this == NotMet || this == Unknown;
    }
}
