package vn.onshore.cli.isolation.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/**
 * The world of a published benchmark (Antrea's {@code TestInitXLargeScaleWithSmallNamespaces}): in each namespace four pods
 * of two kinds, a policy that denies everything both ways, and one for each kind that lets it accept its own.
 */
record SmallNamespaces(int namespaces) {
    private static final long POD_V4 = 0x0a00_0100L;

    Scene scene() {
        var all = new ArrayList<Namespace>(namespaces);
        var pods = new ArrayList<Pod>(4 * namespaces);
        var policies = new ArrayList<Policy>(3 * namespaces);
        for (var i = 0; i < namespaces; i++) {
            var name = "ns-%05d".formatted(i);
            var labels = new HashMap<>(Zones.labels(i));
            labels.put("app", name);
            all.add(new Namespace(name, labels));
            policies.add(Rules.deny(name, "default-deny-all", Selector.EVERYTHING));
            for (var kind = 1; kind <= 2; kind++) {
                var label = Map.of("app-" + kind, "scale-" + kind);
                policies.add(among(name, "np-" + kind, Selector.of(label)));
                pods.add(pod(name, 2 * kind - 1, label, pods.size()));
                pods.add(pod(name, 2 * kind, label, pods.size()));
            }
        }
        var networks = new Networks(Rules.addresses("10.0.0.0/8"), AddressSet.NONE, AddressSet.NONE);
        return new Scene(new World(all, pods, policies, List.of(), networks), Zones.plan(AddressSet.NONE));
    }

    private static Policy among(String namespace, String name, Selector selector) {
        var rule = new Policy.Rule(0, "", Action.Allow, List.of(Rules.pods(namespace, selector)), List.of());
        return Rules.networkPolicy(namespace, name, selector, true, true, List.of(rule), List.of());
    }

    private static Pod pod(String namespace, int number, Map<String, String> labels, int index) {
        var name = "pod" + number;
        var address = new IpAddress(true, 0, POD_V4 + index);
        return new Pod(
                namespace,
                name,
                new HashMap<>(labels),
                List.of(),
                List.of(address),
                false,
                new Workload(namespace, name, "Pod"));
    }
}
