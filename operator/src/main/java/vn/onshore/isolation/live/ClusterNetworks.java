package vn.onshore.isolation.live;

import java.util.stream.Stream;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.read.NodeReader;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/**
 * The cluster's own networks, as far as the API tells: {@code podCIDRs} of nodes, ServiceCIDRs (Kubernetes 1.33, before that
 * the addresses that Services have), addresses of nodes.
 */
public final class ClusterNetworks {
    private ClusterNetworks() {}

    public static Networks of(ObjectSource objects) {
        return new Networks(
                AddressSet.of(objects.all(Watched.NODE)
                        .flatMap(node -> NodeReader.podNetworks(node.tree()).ranges().stream())
                        .toList()),
                services(objects),
                AddressSet.of(objects.all(Watched.NODE)
                        .flatMap(node -> NodeReader.read(node.tree()).addresses().stream())
                        .map(address -> new AddressRange(address, address))
                        .toList()));
    }

    private static AddressSet services(ObjectSource objects) {
        var declared = AddressSet.ofCidrs(objects.all(Watched.SERVICE_CIDR)
                .flatMap(each -> each.tree().at("spec", "cidrs").texts().stream())
                .flatMap(text -> Cidr.parse(text).stream())
                .toList());
        return declared.isEmpty()
                ? AddressSet.of(objects.all(Watched.SERVICE)
                        .flatMap(ClusterNetworks::clusterIps)
                        .map(address -> new AddressRange(address, address))
                        .toList())
                : declared;
    }

    private static Stream<IpAddress> clusterIps(Manifest service) {
        return service.tree().at("spec", "clusterIPs").texts().stream().flatMap(text -> IpAddress.parse(text).stream());
    }
}
