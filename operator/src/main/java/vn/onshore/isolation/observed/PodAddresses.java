package vn.onshore.isolation.observed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * Whose address an address is, and what namespaces are labelled: for lines that tell only addresses.
 *
 * @param parties of pods and nodes
 * @param labels of namespaces
 */
public record PodAddresses(Map<IpAddress, Party> parties, Map<String, Map<String, String>> labels) {
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    /** Nothing is known: every address is outside. */
    public static final PodAddresses NONE = new PodAddresses(Map.of(), Map.of());

    public PodAddresses {
        parties = Map.copyOf(parties);
        labels = Map.copyOf(labels);
    }

    /** Of the Pods, Nodes and Namespaces among some objects. */
    public static PodAddresses of(List<Manifest> objects) {
        var parties = new HashMap<IpAddress, Party>();
        var labels = new HashMap<String, Map<String, String>>();
        for (var object : objects) {
            if (object.is("", "Namespace")) {
                labels.put(object.name(), object.labels());
            } else {
                var party = party(object);
                addresses(object).forEach(address -> parties.merge(address, party, PodAddresses::first));
            }
        }
        return new PodAddresses(parties, labels);
    }

    /** A node is one whatever pods on its network there are. */
    private static Party first(Party one, Party other) {
        return other instanceof Party.OnNode ? other : one;
    }

    /** The addresses that a Pod or a Node has; none of anything else, and of a pod that has finished. */
    static Set<IpAddress> addresses(Manifest object) {
        var status = object.tree().at("status");
        var texts = object.is("", "Node")
                ? status.at("addresses").items().stream().map(item -> item.at("address"))
                : object.is("", "Pod") && !FINISHED.contains(status.at("phase").text())
                        ? Stream.concat(
                                status.at("podIPs").items().stream().map(item -> item.at("ip")),
                                Stream.of(status.at("podIP")))
                        : Stream.<Tree>empty();
        return texts.flatMap(text -> IpAddress.parse(text.text()).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What a Pod or a Node is to policies. */
    static Party party(Manifest object) {
        return object.is("", "Node") || object.tree().at("spec", "hostNetwork").isTrue()
                ? new Party.OnNode()
                : new Party.InNamespace(object.namespace().isEmpty() ? "default" : object.namespace());
    }

    /** Who opens a connection from an address; what nobody is known to have is outside. */
    Party source(IpAddress address) {
        return parties.getOrDefault(address, new Party.Outside(Optional.of(address)));
    }

    /** Who answers at an address. A node is dialled as any other address is. */
    Party destination(IpAddress address) {
        return source(address) instanceof Party.InNamespace pod ? pod : new Party.Outside(Optional.of(address));
    }
}
