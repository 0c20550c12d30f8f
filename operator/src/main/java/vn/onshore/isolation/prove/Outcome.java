package vn.onshore.isolation.prove;

/** What became of an attempt to connect. */
public enum Outcome {
    /** The connection was there. */
    Open,
    /** Something answered with a reset: the destination, where nobody listens, or a firewall in its name. */
    Refused,
    /** Something on the way said that there is no way, or that it is forbidden (ICMP). */
    Unreachable,
    /** No answer in time. */
    Silent,
    /** It could not be tried from here, as IPv6 where there is none. */
    Untried
}
