package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Node;
import vn.onshore.manifest.Tree;

/** Reads a Node. */
public final class NodeReader {
    private NodeReader() {}

    /** @param object the whole object; of its addresses those are taken that are IP addresses */
    public static Node read(Tree object) {
        var addresses = new ArrayList<IpAddress>();
        for (var address : object.at("status", "addresses").items()) {
            IpAddress.parse(address.at("address").text()).ifPresent(addresses::add);
        }
        return new Node(
                ObjectNames.name(object), object.at("metadata", "labels").textFields(), addresses);
    }

    /** From which networks the node's pods get their addresses ({@code spec.podCIDRs}). */
    public static AddressSet podNetworks(Tree object) {
        var said = object.at("spec", "podCIDRs").texts();
        var texts = said.isEmpty() ? List.of(object.at("spec", "podCIDR").text()) : said;
        return AddressSet.ofCidrs(
                texts.stream().flatMap(text -> Cidr.parse(text).stream()).toList());
    }
}
