package vn.onshore.isolation.model;

/** The transport protocols that network policies speak of. Everything else, ICMP too, is up to each datapath. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
