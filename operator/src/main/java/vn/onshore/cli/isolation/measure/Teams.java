package vn.onshore.cli.isolation.measure;

import static vn.onshore.cli.isolation.measure.Rules.addresses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/**
 * A cluster that many teams share: in each namespace twelve workloads of the usual roles, walled off or not, with the
 * policies that people write ({@link TeamPolicies}). Pods have an IPv4 and an IPv6 address. The same numbers give the same
 * world.
 *
 * @param namespaces in all; the first is the cluster's own, the second watches the others
 * @param pods in all
 * @param policies in all, those of other tiers among them
 * @param labels of single pods
 */
record Teams(int namespaces, int pods, int policies, PodLabels labels) {
    static final String MONITORING = "monitoring";
    static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    static final List<String> ROLES = List.of(
            "web", "api", "auth", "worker", "queue", "cache", "db", "search", "mail", "report", "gateway", "batch");
    static final List<String> ENVIRONMENTS = List.of("prod", "staging", "dev");
    static final int TEAMS = 40;

    private static final long SEED = 42;
    /** One prefix of so many. */
    private static final int FEW = 100;

    private static final int NODES = 500;
    /** Of the cluster's own pods, one in so many is on the node's network. */
    private static final int ON_THE_NODES_NETWORK = 5;

    private static final long POD_V4 = 0x0a00_0100L;
    private static final long POD_V6 = 0xfd00_0010_0000_0000L;
    private static final long NODE_V4 = 0xc0a8_0001L;

    /** What tells the pods of one workload apart. */
    enum PodLabels {
        /** Nothing. */
        Shared,
        /** Each has a label of its own, which no policy speaks of. */
        Unique,
        /** Each has a label of its own, and some policies choose single pods by it. */
        Selected
    }

    /** The same with other labels of single pods. */
    Teams with(PodLabels other) {
        return new Teams(namespaces, pods, policies, other);
    }

    /** The same workloads with other numbers of pods. */
    Teams with(int count) {
        return new Teams(namespaces, count, policies, labels);
    }

    Scene scene() {
        return new Scene(world(), Zones.plan(onshore()));
    }

    /** With a few of the onshore prefixes, for those who look at one after the other. */
    Scene sceneOfFewPrefixes() {
        var ranges = onshore().ranges();
        return new Scene(
                world(),
                Zones.plan(AddressSet.of(IntStream.range(0, ranges.size() / FEW)
                        .mapToObj(index -> ranges.get(index * FEW))
                        .toList())));
    }

    World world() {
        var random = new Random(SEED);
        var all = new ArrayList<Pod>(pods);
        for (var namespace = 0; namespace < namespaces; namespace++) {
            var share = pods / namespaces + (namespace < pods % namespaces ? 1 : 0);
            if (namespace == 0) {
                system(share, all);
            } else {
                workloads(random, namespace, share, all);
            }
        }
        return new World(
                IntStream.range(0, namespaces).mapToObj(this::namespace).toList(),
                all,
                policies(random),
                IntStream.range(0, NODES).mapToObj(Teams::node).toList(),
                new Networks(
                        addresses("10.0.0.0/8", "fd00:10::/32"),
                        addresses("172.20.0.0/16", "fd00:20::/108"),
                        addresses("192.168.0.0/16")));
    }

    static String name(int namespace) {
        return switch (namespace) {
            case 0 -> Zones.DNS_NAMESPACE;
            case 1 -> MONITORING;
            default -> "ns-%05d".formatted(namespace);
        };
    }

    private Namespace namespace(int number) {
        var labels = new HashMap<>(number > 1 ? Zones.labels(number) : Map.of());
        labels.put("team", "team-%02d".formatted(number % TEAMS));
        labels.put("env", ENVIRONMENTS.get(number % ENVIRONMENTS.size()));
        if (number % 25 == 7) {
            labels.put("confidential", "yes");
        }
        return new Namespace(name(number), labels);
    }

    private List<Policy> policies(Random random) {
        var all = new ArrayList<>(TeamPolicies.tiers());
        var others = policies - all.size();
        var writers = new TeamPolicies(random, namespaces, labels == PodLabels.Selected);
        var teams = namespaces - 2;
        for (var team = 0; team < teams; team++) {
            writers.write(team + 2, others / teams + (team < others % teams ? 1 : 0), all);
        }
        return all;
    }

    /** The cluster's DNS, and what runs on the nodes' own network. */
    private static void system(int count, List<Pod> all) {
        for (var i = 0; i < count; i++) {
            var onNode = i % ON_THE_NODES_NETWORK == 0;
            var name = onNode ? "kube-proxy" : "kube-dns";
            all.add(new Pod(
                    Zones.DNS_NAMESPACE,
                    name + "-" + i,
                    onNode ? Map.of("k8s-app", name) : Zones.DNS_LABELS,
                    List.of(new NamedPort("dns", Protocol.UDP, 53), new NamedPort("dns-tcp", Protocol.TCP, 53)),
                    onNode ? node(i).addresses() : addressesOf(all.size()),
                    onNode,
                    new Workload(Zones.DNS_NAMESPACE, name, onNode ? "DaemonSet" : "Deployment")));
        }
    }

    private void workloads(Random random, int namespace, int count, List<Pod> all) {
        var name = name(namespace);
        for (var role = 0; role < ROLES.size(); role++) {
            var workload = new Workload(name, ROLES.get(role), "StatefulSet");
            var ports = ports(role, random.nextInt(2));
            var common = new HashMap<String, String>();
            common.put("app", ROLES.get(role));
            common.put("tier", role < 3 ? "front" : role < 6 ? "middle" : "back");
            common.put("version", "v" + (1 + random.nextInt(3)));
            common.put("pod-template-hash", Integer.toHexString(random.nextInt()));
            for (var i = role; i < count; i += ROLES.size()) {
                var pod = workload.name() + "-" + i / ROLES.size();
                var own = new HashMap<>(common);
                if (labels != PodLabels.Shared) {
                    own.put(POD_NAME, name + "." + pod);
                }
                all.add(new Pod(name, pod, own, ports, addressesOf(all.size()), false, workload));
            }
        }
    }

    private static List<NamedPort> ports(int role, int variant) {
        var metrics = new NamedPort("metrics", Protocol.TCP, 9_090);
        return ROLES.get(role).equals("db")
                ? List.of(new NamedPort("sql", Protocol.TCP, 5_432), metrics)
                : List.of(new NamedPort("http", Protocol.TCP, 8_080 + variant), metrics);
    }

    /** Of each family one. */
    static List<IpAddress> addressesOf(int pod) {
        return List.of(new IpAddress(true, 0, POD_V4 + pod), new IpAddress(false, POD_V6, 1 + pod));
    }

    private static Node node(int number) {
        return new Node(
                "node-" + number,
                Map.of("kubernetes.io/hostname", "node-" + number),
                List.of(new IpAddress(true, 0, NODE_V4 + number)));
    }

    /** The onshore addresses of the zones that have them. */
    static AddressSet onshore() {
        return Prefixes.onshore(SEED);
    }
}
