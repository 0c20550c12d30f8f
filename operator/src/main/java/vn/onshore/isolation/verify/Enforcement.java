package vn.onshore.isolation.verify;

/** What is known of the datapath that has to do what the policies say. */
public enum Enforcement {
    /** Probe packets that had to be stopped were stopped. */
    Proved,
    /** The spec names the datapath's profile, and no packet has shown it. */
    Declared,
    /** A probe got through where it had to be stopped: whatever policies say, it may not be what happens. */
    Refuted,
    /** Nothing says that policies are enforced at all: without a network plugin they are stored and ignored. */
    Unproved
}
