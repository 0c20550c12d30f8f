package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.verify.Sighting.Destinations;
import vn.onshore.isolation.verify.Sighting.ForeignPolicy;
import vn.onshore.isolation.verify.Sighting.OutwardService;
import vn.onshore.isolation.verify.Sighting.Privileged;
import vn.onshore.isolation.verify.Sighting.SecondaryNetworks;
import vn.onshore.isolation.verify.Sighting.TargetPort;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.JsonTree.Readable;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Reads {@link Sighting}s from raw objects. */
public final class Sightings {
    private static final String NETWORKS = "k8s.v1.cni.cncf.io/networks";
    private static final int LONGEST_ANNOTATION = 262_144;
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    /** Where the pod stands in what is or makes one; its metadata stand beside its spec. */
    private static final Map<String, String[]> PODS = Map.of(
            "Pod",
            new String[] {},
            "ReplicationController",
            new String[] {"spec", "template"},
            "ReplicaSet.apps",
            new String[] {"spec", "template"},
            "Deployment.apps",
            new String[] {"spec", "template"},
            "StatefulSet.apps",
            new String[] {"spec", "template"},
            "DaemonSet.apps",
            new String[] {"spec", "template"},
            "Job.batch",
            new String[] {"spec", "template"},
            "CronJob.batch",
            new String[] {"spec", "jobTemplate", "spec", "template"});

    private Sightings() {}

    /** What an object shows; nothing for most. */
    public static List<Sighting> of(Manifest object) {
        return switch (PolicyKinds.named(object.group(), object.kind())) {
            case "Service" -> service(object);
            case "Endpoints" -> endpoints(object);
            case "EndpointSlice.discovery.k8s.io" -> endpointSlice(object);
            case String named -> {
                var pod = PODS.get(named);
                yield pod == null ? policy(object) : pod(object, pod);
            }
        };
    }

    /** Of all objects, in their order. */
    public static List<Sighting> of(Iterable<Manifest> objects) {
        var all = new ArrayList<Sighting>();
        objects.forEach(object -> all.addAll(of(object)));
        return all;
    }

    private static String namespace(Manifest object) {
        return object.namespace().isEmpty() ? "default" : object.namespace();
    }

    private static List<Sighting> pod(Manifest object, String[] path) {
        var pod = object.tree().at(path);
        if (FINISHED.contains(pod.at("status", "phase").text())) {
            return List.of();
        }
        var name = path.length == 0 ? object.name() : object.name() + " (" + object.kind() + ")";
        var seen = new ArrayList<Sighting>(0);
        var networks = networks(pod.at("metadata", "annotations", NETWORKS).text());
        if (!networks.isEmpty()) {
            seen.add(new SecondaryNetworks(namespace(object), name, networks));
        }
        if (isPrivileged(pod.at("spec"))) {
            seen.add(new Privileged(namespace(object), name));
        }
        return seen;
    }

    /** The annotation is a list of names with commas, or JSON; whatever else it is, it stands for itself. */
    private static List<String> networks(String annotation) {
        if (annotation.isBlank()) {
            return List.of();
        }
        if (annotation.stripLeading().startsWith("[")
                && JsonTree.parse(annotation, LONGEST_ANNOTATION, 20) instanceof Readable(var tree)) {
            return tree.items().stream().map(item -> item.at("name").text()).toList();
        }
        return Stream.of(annotation.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static boolean isPrivileged(Tree spec) {
        return Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(sort -> spec.at(sort).items().stream())
                .anyMatch(container ->
                        container.at("securityContext", "privileged").isTrue());
    }

    private static List<Sighting> service(Manifest object) {
        var spec = object.tree().at("spec");
        var type = spec.at("type").text();
        var externalName = type.equals("ExternalName") ? spec.at("externalName").text() : "";
        var labels = spec.at("selector").textFields();
        var externalIps = spec.at("externalIPs").texts();
        var admits = type.equals("LoadBalancer") || type.equals("NodePort") || !externalIps.isEmpty();
        if (externalName.isEmpty() && !labels.isEmpty() && !admits) {
            return List.of();
        }
        return List.of(new OutwardService(
                namespace(object),
                object.name(),
                labels.isEmpty() ? null : Selector.of(labels),
                externalName,
                externalIps,
                admits,
                spec.at("externalTrafficPolicy").text().equals("Local"),
                spec.at("ports").items().stream().map(Sightings::targetPort).toList()));
    }

    private static TargetPort targetPort(Tree port) {
        var protocol = port.at("protocol").text();
        var target = port.at("targetPort").text();
        return new TargetPort(
                protocol.isEmpty() ? "TCP" : protocol,
                target.isEmpty() || target.equals("0") ? port.at("port").text() : target);
    }

    private static List<Sighting> endpoints(Manifest object) {
        var addresses = object.tree().at("subsets").items().stream()
                .flatMap(subset ->
                        Stream.of("addresses", "notReadyAddresses").flatMap(field -> subset.at(field).items().stream()))
                .map(address -> address.at("ip").text())
                .toList();
        return destinations(object, object.name(), addresses);
    }

    private static List<Sighting> endpointSlice(Manifest object) {
        var addresses = object.tree().at("endpoints").items().stream()
                .flatMap(endpoint -> endpoint.at("addresses").texts().stream())
                .toList();
        return destinations(object, object.labels().getOrDefault("kubernetes.io/service-name", ""), addresses);
    }

    private static List<Sighting> destinations(Manifest object, String service, List<String> said) {
        if (said.isEmpty()) {
            return List.of();
        }
        var addresses = new ArrayList<IpAddress>(said.size());
        var names = new ArrayList<String>(0);
        said.forEach(one -> IpAddress.parse(one).ifPresentOrElse(addresses::add, () -> names.add(one)));
        return List.of(
                new Destinations(namespace(object), object.kind() + " " + object.name(), service, addresses, names));
    }

    private static List<Sighting> policy(Manifest object) {
        var version = object.apiVersion().substring(object.apiVersion().indexOf('/') + 1);
        return PolicyKinds.bearing(object.group(), version, object.kind())
                .<List<Sighting>>map(bearing -> List.of(new ForeignPolicy(
                        PolicyKinds.named(object.group(), object.kind()), object.namespace(), object.name(), bearing)))
                .orElse(List.of());
    }
}
