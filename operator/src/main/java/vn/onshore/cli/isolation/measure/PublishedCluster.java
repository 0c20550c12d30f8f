package vn.onshore.cli.isolation.measure;

import static vn.onshore.cli.isolation.measure.Rules.has;
import static vn.onshore.cli.isolation.measure.Rules.pods;
import static vn.onshore.cli.isolation.measure.Rules.tcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/**
 * A world with the counts that the owners of a real cluster published (npinaeva/k8s-netpol-scale): 5,413 pods in 604
 * namespaces; 13,678 policies, of which 3,559 select nothing and 495 have no rules; 6,215 peers by address, 9,208 by label,
 * 70 of them of 3,578 pods each. Around these, names and selectors are made up so that a policy is about 6 pods at the
 * median and 13 on average, and a peer by label means 2 and 35.
 */
final class PublishedCluster {
    static final int NAMESPACES = 604;
    static final int PODS = 5_413;
    static final int POLICIES = 13_678;
    static final int WIDE_PODS = 3_578;

    private static final int SELECT_NOTHING = 3_559;
    private static final int WITHOUT_RULES = 495;
    private static final int BY_ADDRESS = 6_215;
    private static final int BY_LABEL = 9_208;
    private static final int WIDE_PEERS = 70;

    private static final long SEED = 7;
    private static final long POD_V4 = 0x0a00_0100L;
    private static final Selector WIDE = has("platform", "yes");

    /** Namespaces differ in size as incomes do; the larger ones have more policies, but not as many more. */
    private static final double SPREAD = 1.1;

    private static final double POLICIES_BY_SIZE = 0.52;
    private static final int PODS_OF_AN_APP = 2;
    /** One subject of so many is a single app of the namespace; the others are all of it. */
    private static final int SINGLE_SUBJECTS = 4;

    private final Random random = new Random(SEED);
    private final int[] sizes = sizes();
    private final double[] weights = weights();

    Scene scene() {
        var namespaces = new ArrayList<Namespace>(NAMESPACES);
        var pods = new ArrayList<Pod>(PODS);
        for (var i = 0; i < NAMESPACES; i++) {
            namespaces.add(new Namespace(name(i), Zones.labels(i)));
            for (var j = 0; j < sizes[i]; j++) {
                pods.add(pod(name(i), j, pods.size()));
            }
        }
        var networks = new Networks(Rules.addresses("10.0.0.0/8"), AddressSet.NONE, AddressSet.NONE);
        return new Scene(new World(namespaces, pods, policies(), List.of(), networks), Zones.plan(Teams.onshore()));
    }

    private static String name(int namespace) {
        return "project-" + namespace;
    }

    private static Pod pod(String namespace, int number, int index) {
        var labels = new HashMap<>(Map.of("app", "app-" + number / PODS_OF_AN_APP, "part-of", namespace));
        if (index < WIDE_PODS) {
            labels.put("platform", "yes");
        }
        var name = "pod-" + number;
        return new Pod(
                namespace,
                name,
                labels,
                List.of(),
                List.of(new IpAddress(true, 0, POD_V4 + index)),
                false,
                new Workload(namespace, "app-" + number / PODS_OF_AN_APP, "Deployment"));
    }

    /** Those with rules have a peer by address if they come first and by label if they come last; in the middle, both. */
    private List<Policy> policies() {
        var all = new ArrayList<Policy>(POLICIES);
        var withRules = POLICIES - WITHOUT_RULES;
        for (var i = 0; i < POLICIES; i++) {
            var namespace = some();
            // Neither kind is only about pods that do not exist.
            var subject = (long) i * SELECT_NOTHING / POLICIES != (long) (i + 1) * SELECT_NOTHING / POLICIES
                    ? has("app", "gone-" + i)
                    : subject(namespace);
            var peers = new ArrayList<Peer>();
            if (i < BY_ADDRESS) {
                peers.add(Rules.block("%d.%d.%d.0/24".formatted(11 + i % 89, i / 89, i % 251)));
            }
            if (i >= withRules - BY_LABEL && i < withRules) {
                peers.add(peer(i - (withRules - BY_LABEL), namespace));
            }
            var name = "policy-" + i;
            all.add(
                    i >= withRules
                            ? Rules.deny(name(namespace), name, subject)
                            : Rules.allow(
                                    name(namespace),
                                    name,
                                    subject,
                                    i % 3 == 0 ? Direction.Egress : Direction.Ingress,
                                    peers,
                                    tcp(1_024 + i % 500)));
        }
        return all;
    }

    private Selector subject(int namespace) {
        return switch (random.nextInt(SINGLE_SUBJECTS)) {
            case 0 -> app(namespace);
            case 1 -> has("part-of", name(namespace));
            default -> Selector.EVERYTHING;
        };
    }

    private Peer peer(int number, int namespace) {
        if (number % (BY_LABEL / WIDE_PEERS) == 0 && number / (BY_LABEL / WIDE_PEERS) < WIDE_PEERS) {
            return pods(Selector.EVERYTHING, WIDE);
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> pods(name(namespace), Selector.EVERYTHING);
            case 2, 3 -> Rules.podsOf(name(some()), Selector.EVERYTHING);
            default -> pods(name(namespace), app(namespace));
        };
    }

    private Selector app(int namespace) {
        return has("app", "app-" + random.nextInt((sizes[namespace] + 1) / PODS_OF_AN_APP));
    }

    /** A namespace, as likely as it has policies. */
    private int some() {
        var drawn = random.nextDouble() * weights[NAMESPACES - 1];
        var at = Arrays.binarySearch(weights, drawn);
        return at < 0 ? -at - 1 : at;
    }

    /** Log-normal, at least one each. */
    private int[] sizes() {
        var drawn = new double[NAMESPACES];
        var sum = 0.0;
        for (var i = 0; i < NAMESPACES; i++) {
            drawn[i] = Math.exp(SPREAD * random.nextGaussian());
            sum += drawn[i];
        }
        var whole = new int[NAMESPACES];
        var left = PODS;
        for (var i = 0; i < NAMESPACES; i++) {
            whole[i] = Math.max(1, (int) Math.round(drawn[i] / sum * PODS));
            left -= whole[i];
        }
        for (var i = 0; left != 0; i = (i + 1) % NAMESPACES) {
            if (whole[i] > 2) {
                whole[i] += Integer.signum(left);
                left -= Integer.signum(left);
            }
        }
        return whole;
    }

    /** Sums of the weights up to each namespace. */
    private double[] weights() {
        var sums = new double[NAMESPACES];
        var sum = 0.0;
        for (var i = 0; i < NAMESPACES; i++) {
            sum += Math.pow(sizes[i], POLICIES_BY_SIZE);
            sums[i] = sum;
        }
        return sums;
    }
}
