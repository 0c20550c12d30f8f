package vn.onshore.cli.isolation.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.World;

/** A world of {@link Teams} to which things happen. */
final class ChangingWorld {
    private static final long SEED = 5;
    private static final int FIRST_ADDRESS = 0x80_0000;
    private static final int POLICIES_OF_A_TEAM = 5;

    private final Random random = new Random(SEED);
    private final Teams teams;
    private final World first;
    private final TeamPolicies writer;
    private final Map<String, List<Pod>> firstPods;
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<Policy.Id, Policy> policies = new LinkedHashMap<>();
    private final List<Pod> came = new ArrayList<>();
    private int addresses;

    ChangingWorld(Teams teams, Scene scene) {
        this.teams = teams;
        first = scene.world();
        writer = new TeamPolicies(random, teams.namespaces(), false);
        firstPods = first.pods().stream().collect(Collectors.groupingBy(Pod::namespace));
        first.pods().forEach(pod -> pods.put(key(pod.namespace(), pod.name()), pod));
        first.policies().forEach(policy -> policies.put(policy.id(), policy));
    }

    /** The world as it is now. */
    World now() {
        return new World(
                first.namespaces(),
                List.copyOf(pods.values()),
                List.copyOf(policies.values()),
                first.nodes(),
                first.networks());
    }

    /** By turns a replica more, another workload's labels for a pod that is there, and a replica less. */
    Change knownPod(int number) {
        var some = pod(team());
        return switch (number % 3) {
            case 0 -> new Change.PutPod(replica(some, "event-" + number, some.labels()));
            case 1 -> {
                var other = pod(some.namespace());
                yield new Change.PutPod(new Pod(
                        some.namespace(),
                        some.name(),
                        other.labels(),
                        other.ports(),
                        some.addresses(),
                        false,
                        some.workload()));
            }
            default -> {
                var gone = came.removeLast();
                yield new Change.RemovePod(gone.namespace(), gone.name());
            }
        };
    }

    /** In a tier in which its role is nowhere else, each time in another namespace. */
    Change newPod(int number) {
        var namespace = Teams.name(2 + number % (teams.namespaces() - 2));
        var role = number / (teams.namespaces() - 2) % Teams.ROLES.size();
        var some = pod(namespace);
        var labels = new HashMap<>(some.labels());
        labels.put("app", Teams.ROLES.get(role));
        labels.put("tier", role < 3 ? "back" : "front");
        return new Change.PutPod(replica(some, "fresh-" + number, labels));
    }

    /** By turns one less, a namespace closed, one that says something else, and two more. */
    Change policy(int number) {
        var namespace = team();
        var name = "policy-" + random.nextInt(POLICIES_OF_A_TEAM);
        return switch (number % 5) {
            case 0 -> new Change.RemovePolicy(new Policy.Id("NetworkPolicy", namespace, name));
            case 1 -> new Change.PutPolicy(Rules.deny(namespace, "event-" + number, Selector.EVERYTHING));
            case 2 -> new Change.PutPolicy(writer.any(namespace, name));
            default -> new Change.PutPolicy(writer.any(namespace, "event-" + number));
        };
    }

    void apply(Change change) {
        switch (change) {
            case Change.PutPod(var pod) -> {
                if (pods.put(key(pod.namespace(), pod.name()), pod) == null) {
                    came.add(pod);
                }
            }
            case Change.RemovePod(var namespace, var name) -> pods.remove(key(namespace, name));
            case Change.PutPolicy(var policy) -> policies.put(policy.id(), policy);
            case Change.RemovePolicy(var id) -> policies.remove(id);
            default -> throw new IllegalArgumentException(change.toString());
        }
    }

    private String team() {
        return Teams.name(2 + random.nextInt(teams.namespaces() - 2));
    }

    /** Some pod that was there at first, as it was then. */
    private Pod pod(String namespace) {
        var all = firstPods.getOrDefault(namespace, List.of());
        return all.get(random.nextInt(all.size()));
    }

    private Pod replica(Pod of, String name, Map<String, String> labels) {
        var address = Teams.addressesOf(FIRST_ADDRESS + addresses++);
        return new Pod(of.namespace(), name, labels, of.ports(), address, false, of.workload());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
