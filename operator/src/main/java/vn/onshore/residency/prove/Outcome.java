package vn.onshore.residency.prove;

/** How an attempt ended. */
public sealed interface Outcome {

    /** A guard of the policy that is proved refused it. */
    record Refused(String guard) implements Outcome {}

    /**
     * A guard of another policy of this cluster refused it, although it leaves canaries of others alone: it changed just
     * now, or looks at requests that cannot be told apart. The server names one guard only, in no fixed order, so the
     * attempt fails, and nothing is said about the policy's own guard.
     */
    record RefusedByPeer(String guard) implements Outcome {}

    /** It was admitted with the warning of a guard of the policy that is proved. */
    record Warned(String guard) implements Outcome {}

    /** It was admitted, and everything that should be injected was. */
    record Admitted() implements Outcome {}

    /** It was admitted, but lacks what should have been injected. */
    record Bare(String missing) implements Outcome {}

    /** Nothing follows from it. */
    record Inconclusive(String reason) implements Outcome {}
}
