package vn.onshore.isolation.engine;

import vn.onshore.boundary.IpAddress;

/** One end of a connection that is asked about. */
public sealed interface Endpoint {
    record InCluster(String namespace, String pod) implements Endpoint {}

    record Outside(IpAddress address) implements Endpoint {}
}
