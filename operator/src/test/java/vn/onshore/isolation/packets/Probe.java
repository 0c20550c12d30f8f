package vn.onshore.isolation.packets;

import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Protocol;

/** One attempt to open a connection. */
record Probe(IpAddress from, IpAddress to, Protocol protocol, int port) {
    @Override
    public String toString() {
        return from + " -> " + to + " " + protocol + "/" + port;
    }
}
