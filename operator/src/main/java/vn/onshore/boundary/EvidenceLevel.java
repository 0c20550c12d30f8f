package vn.onshore.boundary;

/** The evidence ladder, weakest first. {@link #Inconsistent} stands below all: it satisfies nothing. */
public enum EvidenceLevel {
    /** Sources contradict each other. */
    Inconsistent,
    /** Nothing was said. */
    None,
    /** The judged party says so: labels, catalogue rows. */
    SelfDeclared,
    /** The provider agrees: providerID, or the boundary itself lists it. */
    Provider,
    /** An attestor of the site signed it. */
    Attested,
    /** Attested, and CSI topology and addresses agree as well. */
    Corroborated;

    public boolean atLeast(EvidenceLevel minimum) {
        return this != Inconsistent && compareTo(minimum) >= 0;
    }
}
