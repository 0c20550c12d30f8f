package vn.onshore.residency.verify;

/** Whether a policy governs a namespace. */
public enum Governance {
    Governed,
    NotGoverned,
    /** The namespace's labels are not known. */
    Undetermined
}
