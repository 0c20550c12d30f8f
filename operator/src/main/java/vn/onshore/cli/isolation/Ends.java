package vn.onshore.cli.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.isolation.model.World;

/** Finds who is meant by a name. */
record Ends(World world) {

    /** What came of it. */
    sealed interface Result {}

    /** @param ends a pod, the pods of a workload, or one address; never empty */
    record Found(List<Endpoint> ends) implements Result {}

    /** @param reason a sentence, with the nearest name there is */
    record NotFound(String reason) implements Result {}

    /**
     * @param name {@code NAMESPACE/NAME} of a pod or of a workload, which may have its kind before it, or an address: of a
     *     pod, which then is meant, or outside
     */
    Result find(String name) {
        var slash = name.indexOf('/');
        if (slash < 0) {
            return IpAddress.parse(name)
                    .<Result>map(address -> new Found(at(address)))
                    .orElseGet(() ->
                            new NotFound("it is neither NAMESPACE/NAME nor an address" + nearest("default/" + name)));
        }
        var namespace = name.substring(0, slash);
        var rest = name.substring(slash + 1);
        var found = pods(namespace, rest);
        return found.isEmpty() ? new NotFound("there is no such pod or workload" + nearest(name)) : new Found(found);
    }

    /** Pods on the node's network share its address, which to policies is no pod's. */
    private List<Endpoint> at(IpAddress address) {
        var pods = world.pods().stream()
                .filter(pod -> !pod.hostNetwork() && pod.addresses().contains(address))
                .<Endpoint>map(pod -> new Endpoint.InCluster(pod.namespace(), pod.name()))
                .toList();
        return pods.isEmpty() ? List.of(new Endpoint.Outside(address)) : pods;
    }

    private List<Endpoint> pods(String namespace, String name) {
        var found = new ArrayList<Endpoint>();
        for (var pod : world.pods()) {
            if (pod.namespace().equals(namespace)) {
                if (pod.name().equals(name)) {
                    return List.of(new Endpoint.InCluster(namespace, name));
                }
                var workload = pod.workload();
                if (workload.name().equals(name) || (workload.kind() + "/" + workload.name()).equals(name)) {
                    found.add(new Endpoint.InCluster(namespace, pod.name()));
                }
            }
        }
        return found;
    }

    private String nearest(String name) {
        var names = new TreeSet<String>();
        for (var pod : world.pods()) {
            names.add(pod.workload().namespace() + "/" + pod.workload().name());
            if (pod.name().indexOf('/') < 0) {
                names.add(pod.namespace() + "/" + pod.name());
            }
        }
        var best = "";
        var least = Math.max(3, name.length() / 2);
        for (var candidate : names) {
            var distance = distance(name, candidate, least);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** How many letters have to be put in, taken out or changed (Levenshtein); at least {@code bound} if it is not less. */
    private static int distance(String one, String other, int bound) {
        if (Math.abs(one.length() - other.length()) >= bound) {
            return bound;
        }
        var row = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
