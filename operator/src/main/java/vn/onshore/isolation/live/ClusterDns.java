package vn.onshore.isolation.live;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Where pods ask for names: the pods behind the DNS Service, on the ports on which they really listen. */
public final class ClusterDns {
    private static final int DNS = 53;
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    /** Namespace and name of the Service in the distributions that are known. */
    private static final List<List<String>> KNOWN =
            List.of(List.of("kube-system", "kube-dns"), List.of("openshift-dns", "dns-default"));

    private ClusterDns() {}

    /** Empty if there is none, or if it selects no pods. */
    public static Optional<Zoning.Dns> of(Informers informers) {
        var known = KNOWN.stream().flatMap(each -> informers.get(Watched.SERVICE, each.get(0), each.get(1)).stream());
        var labelled = informers
                .inNamespace(Watched.SERVICE, "kube-system")
                .filter(service -> "kube-dns".equals(service.labels().get("k8s-app")));
        return Stream.concat(known, labelled)
                .filter(service ->
                        !service.tree().at("spec", "selector").fields().isEmpty())
                .findFirst()
                .map(service -> new Zoning.Dns(
                        service.namespace(),
                        Selector.of(service.tree().at("spec", "selector").textFields()),
                        ports(service, informers)));
    }

    private static PortSet ports(Manifest service, Informers informers) {
        var asked = service.tree().at("spec", "ports").items().stream()
                .filter(port -> port.at("port").number(0) == DNS)
                .toList();
        var names = asked.stream().map(port -> port.at("name").text()).collect(Collectors.toSet());
        var listened = informers
                .inNamespace(Watched.ENDPOINT_SLICE, service.namespace())
                .filter(slice -> service.name().equals(slice.labels().get(SERVICE_NAME)))
                .flatMap(slice -> slice.tree().at("ports").items().stream())
                .filter(port -> names.contains(port.at("name").text()))
                .map(port -> port(port, port.at("port").number(0)))
                .reduce(PortSet.NONE, PortSet::union);
        var found = listened.isEmpty()
                ? asked.stream()
                        .map(port -> port(port, port.at("targetPort").number(DNS)))
                        .reduce(PortSet.NONE, PortSet::union)
                : listened;
        return found.isEmpty() ? PortSet.of(Protocol.UDP, DNS).union(PortSet.of(Protocol.TCP, DNS)) : found;
    }

    private static PortSet port(Tree port, long number) {
        var protocol = port.at("protocol").text();
        return number < PortSet.FIRST
                        || number > PortSet.LAST
                        || !Set.of("TCP", "UDP").contains(protocol)
                ? PortSet.NONE
                : PortSet.of(Protocol.valueOf(protocol), (int) number);
    }
}
