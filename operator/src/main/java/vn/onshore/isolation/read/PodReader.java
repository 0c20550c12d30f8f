package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Workload;
import vn.onshore.manifest.Tree;

/** Reads Pods, and the pods that the templates of workloads would make. */
public final class PodReader {
    private static final String POD = "Pod";
    private static final Set<String> APPS = Set.of("apps", "extensions");

    /** Of the kinds that have a template, the API groups that they are, or once were, in. */
    private static final Map<String, Set<String>> GROUPS = Map.of(
            "ReplicationController", Set.of(""),
            "ReplicaSet", APPS,
            "Deployment", APPS,
            "StatefulSet", APPS,
            "DaemonSet", APPS,
            "Job", Set.of("batch"),
            "CronJob", Set.of("batch"));

    private PodReader() {}

    /**
     * A Pod. Its workload is the controller that its owner references name, which may have a controller itself.
     *
     * @param object the whole object
     * @return empty for a pod that has finished: its address may be somebody else's by now
     */
    public static Optional<Pod> read(Tree object) {
        var phase = object.at("status", "phase").text();
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Optional.empty();
        }
        var namespace = ObjectNames.namespace(object);
        var name = ObjectNames.name(object);
        return Optional.of(pod(
                namespace,
                name,
                object,
                addresses(object.at("status")),
                Owner.of(object)
                        .map(owner -> new Workload(namespace, owner.name(), owner.kind()))
                        .orElse(new Workload(namespace, name, POD))));
    }

    /** Whether an object is of a kind that makes pods from a template. */
    static boolean hasTemplate(Tree object) {
        return templateOf(object).isPresent();
    }

    /**
     * What the template of a workload would make. Its name is {@code Kind/name} of the workload, which no Pod can have.
     *
     * @param object the whole object
     * @return empty if its kind has no template, or it is a Job that has finished
     */
    public static Optional<Pod> template(Tree object) {
        var kind = object.at("kind").text();
        return templateOf(object).filter(Tree::isObject).map(template -> {
            var namespace = ObjectNames.namespace(object);
            var name = ObjectNames.name(object);
            return pod(namespace, kind + "/" + name, template, List.of(), new Workload(namespace, name, kind));
        });
    }

    /**
     * Where the template of a workload is. Versions that no server has any more had it in the same place, and still stand in
     * files.
     */
    private static Optional<Tree> templateOf(Tree object) {
        var kind = object.at("kind").text();
        var groups = GROUPS.getOrDefault(kind, Set.of());
        if (groups.isEmpty() || !groups.contains(group(object.at("apiVersion").text())) || hasFinished(object)) {
            return Optional.empty();
        }
        var spec = object.at("spec");
        return Optional.of(kind.equals("CronJob") ? spec.at("jobTemplate", "spec", "template") : spec.at("template"));
    }

    private static String group(String apiVersion) {
        var slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** Only Jobs have these conditions. */
    private static boolean hasFinished(Tree job) {
        for (var condition : job.at("status", "conditions").items()) {
            var type = condition.at("type").text();
            if ((type.equals("Complete") || type.equals("Failed"))
                    && condition.at("status").text().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private static Pod pod(String namespace, String name, Tree pod, List<IpAddress> addresses, Workload workload) {
        var spec = pod.at("spec");
        return new Pod(
                namespace,
                name,
                pod.at("metadata", "labels").textFields(),
                ports(spec),
                addresses,
                spec.at("hostNetwork").isTrue(),
                workload);
    }

    private static List<NamedPort> ports(Tree spec) {
        var ports = new ArrayList<NamedPort>();
        for (var container : spec.at("containers").items()) {
            add(container, ports);
        }
        for (var container : spec.at("initContainers").items()) {
            // Only those that go on running, as sidecars, can be reached.
            if (container.at("restartPolicy").text().equals("Always")) {
                add(container, ports);
            }
        }
        return ports;
    }

    private static void add(Tree container, List<NamedPort> ports) {
        for (var port : container.at("ports").items()) {
            var name = port.at("name").text();
            var number = port.at("containerPort").number(0);
            if (!name.isEmpty() && number >= PortSet.FIRST && number <= PortSet.LAST) {
                protocol(port.at("protocol").text())
                        .ifPresent(protocol -> ports.add(new NamedPort(name, protocol, (int) number)));
            }
        }
    }

    private static Optional<Protocol> protocol(String text) {
        return switch (text) {
            case "", "TCP" -> Optional.of(Protocol.TCP);
            case "UDP" -> Optional.of(Protocol.UDP);
            case "SCTP" -> Optional.of(Protocol.SCTP);
            default -> Optional.empty();
        };
    }

    private static List<IpAddress> addresses(Tree status) {
        var addresses = new ArrayList<IpAddress>();
        for (var each : status.at("podIPs").items()) {
            IpAddress.parse(each.at("ip").text()).ifPresent(addresses::add);
        }
        if (addresses.isEmpty()) {
            IpAddress.parse(status.at("podIP").text()).ifPresent(addresses::add);
        }
        return addresses;
    }
}
