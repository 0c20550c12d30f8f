package vn.onshore.isolation.model;

import java.util.List;
import java.util.Map;
import vn.onshore.boundary.IpAddress;

/** A node, as peers by node label and by address mean it. */
public record Node(String name, Map<String, String> labels, List<IpAddress> addresses) {
    public Node {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
    }
}
