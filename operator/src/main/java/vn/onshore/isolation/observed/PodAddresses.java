package vn.onshore.isolation.observed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            if (object.is("", "Pod")) {
                pod(object, parties);
            } else if (object.is("", "Node")) {
                object.tree()
                        .at("status", "addresses")
                        .items()
                        .forEach(item -> IpAddress.parse(item.at("address").text())
                                .ifPresent(address -> parties.put(address, new Party.OnNode())));
            } else if (object.is("", "Namespace")) {
                labels.put(object.name(), object.labels());
            }
        }
        return new PodAddresses(parties, labels);
    }

    private static void pod(Manifest pod, Map<IpAddress, Party> parties) {
        var status = pod.tree().at("status");
        if (FINISHED.contains(status.at("phase").text())) {
            return;
        }
        var party = pod.tree().at("spec", "hostNetwork").isTrue()
                ? new Party.OnNode()
                : new Party.InNamespace(pod.namespace().isEmpty() ? "default" : pod.namespace());
        status.at("podIPs").items().stream().map(item -> item.at("ip")).forEach(ip -> put(ip, party, parties));
        put(status.at("podIP"), party, parties);
    }

    private static void put(Tree ip, Party party, Map<IpAddress, Party> parties) {
        IpAddress.parse(ip.text()).ifPresent(address -> parties.putIfAbsent(address, party));
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
