package vn.onshore.cli.isolation.measure;

import static vn.onshore.cli.isolation.measure.Rules.addresses;
import static vn.onshore.cli.isolation.measure.Rules.allow;
import static vn.onshore.cli.isolation.measure.Rules.and;
import static vn.onshore.cli.isolation.measure.Rules.block;
import static vn.onshore.cli.isolation.measure.Rules.has;
import static vn.onshore.cli.isolation.measure.Rules.lacks;
import static vn.onshore.cli.isolation.measure.Rules.named;
import static vn.onshore.cli.isolation.measure.Rules.of;
import static vn.onshore.cli.isolation.measure.Rules.pods;
import static vn.onshore.cli.isolation.measure.Rules.podsOf;
import static vn.onshore.cli.isolation.measure.Rules.range;
import static vn.onshore.cli.isolation.measure.Rules.rule;
import static vn.onshore.cli.isolation.measure.Rules.tcp;
import static vn.onshore.cli.isolation.measure.Rules.tiered;

import java.util.List;
import java.util.Random;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;

/** The policies of {@link Teams}: what people write, in the mix in which they do. */
final class TeamPolicies {
    /** One namespace of so many is not walled off, so that its other pods are open in both directions. */
    private static final int OPEN = 7;
    /** Of namespaces whose policies choose single pods, one of so many does. */
    private static final int CHOOSING = 20;

    private final Random random;
    private final int namespaces;
    private final boolean choosing;

    TeamPolicies(Random random, int namespaces, boolean choosing) {
        this.random = random;
        this.namespaces = namespaces;
        this.choosing = choosing;
    }

    /** Those of the cluster's administrators, before and after all others. */
    static List<Policy> tiers() {
        var everybody = PodSelection.across(Selector.EVERYTHING, Selector.EVERYTHING);
        var confidential = PodSelection.across(has("confidential", "yes"), Selector.EVERYTHING);
        return List.of(
                tiered(
                        Tier.Admin,
                        "no-metadata",
                        5,
                        everybody,
                        List.of(),
                        List.of(rule(0, Action.Deny, new Peer.Addresses(addresses("169.254.0.0/16", "fe80::/10"))))),
                tiered(
                        Tier.Admin,
                        "monitoring",
                        10,
                        everybody,
                        List.of(rule(
                                0, Action.Allow, podsOf(Teams.MONITORING, Selector.EVERYTHING), range(9_090, 9_100))),
                        List.of()),
                tiered(
                        Tier.Admin,
                        "confidential",
                        20,
                        confidential,
                        List.of(
                                rule(0, Action.Pass, pods(has("team", "team-00"), Selector.EVERYTHING)),
                                rule(1, Action.Deny, pods(lacks("confidential", "yes"), Selector.EVERYTHING))),
                        List.of()),
                tiered(
                        Tier.Baseline,
                        "default",
                        0,
                        PodSelection.across(has("env", "prod"), Selector.EVERYTHING),
                        List.of(rule(0, Action.Deny, pods(has("env", "dev"), Selector.EVERYTHING))),
                        List.of()));
    }

    /** Adds the policies of a namespace. */
    void write(int number, int count, List<Policy> all) {
        var namespace = Teams.name(number);
        var open = number % OPEN == 3;
        for (var i = 0; i < count; i++) {
            var name = "policy-" + i;
            all.add(
                    choosing && i == count - 1 && number % CHOOSING == 5
                            ? single(namespace, name)
                            : open
                                    ? ingress(namespace, name, random.nextInt(4))
                                    : i == 0
                                            ? Rules.deny(namespace, name, Selector.EVERYTHING)
                                            : i == 1 ? lookups(namespace, name) : any(namespace, name));
        }
    }

    /** Some policy of the usual kinds. */
    Policy any(String namespace, String name) {
        return switch (random.nextInt(7)) {
            case 0 -> web(namespace, name);
            case 1 -> partner(namespace, name);
            case 2 -> database(namespace, name);
            default -> ingress(namespace, name, random.nextInt(4));
        };
    }

    private Policy ingress(String namespace, String name, int kind) {
        var subject = has("app", role());
        return switch (kind) {
            case 0 ->
                allow(
                        namespace,
                        name,
                        subject,
                        Direction.Ingress,
                        List.of(pods(namespace, has("tier", "front", "middle"))),
                        named("http"),
                        tcp(8_443));
            case 1 ->
                allow(
                        namespace,
                        name,
                        subject,
                        Direction.Ingress,
                        List.of(pods(has("team", team(), team()), has("app", role()))),
                        range(8_000, 8_999));
            case 2 ->
                allow(
                        namespace,
                        name,
                        and(subject, lacks("version", "v1")),
                        Direction.Ingress,
                        List.of(pods(namespace, lacks("app", "db", "cache")), podsOf(neighbour(), has("tier", "back"))),
                        tcp(80, 443),
                        named("metrics"));
            default ->
                allow(
                        namespace,
                        name,
                        subject,
                        Direction.Ingress,
                        List.of(block("203.162.%d.0/24".formatted(random.nextInt(256)))),
                        tcp(443));
        };
    }

    private static Policy lookups(String namespace, String name) {
        return allow(
                namespace,
                name,
                Selector.EVERYTHING,
                Direction.Egress,
                List.of(
                        podsOf(Zones.DNS_NAMESPACE, Selector.of(Zones.DNS_LABELS)),
                        pods(namespace, Selector.EVERYTHING)),
                of(Protocol.UDP, 53),
                of(Protocol.TCP, 53),
                range(8_000, 8_999));
    }

    private Policy web(String namespace, String name) {
        return allow(
                namespace,
                name,
                and(has("tier", "front"), has("app", role(), "web")),
                Direction.Egress,
                List.of(
                        block("0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
                        block("::/0", "fd00::/8")),
                tcp(443));
    }

    private Policy partner(String namespace, String name) {
        return allow(
                namespace,
                name,
                has("app", role()),
                Direction.Egress,
                List.of(block("27.%d.%d.0/24".formatted(random.nextInt(256), random.nextInt(256)))),
                tcp(443, 8_443));
    }

    private Policy database(String namespace, String name) {
        return allow(
                namespace,
                name,
                has("app", role(), "api"),
                Direction.Egress,
                List.of(podsOf(neighbour(), has("app", "db", "queue")), pods(namespace, has("app", "db"))),
                tcp(5_432),
                of(Protocol.SCTP, 3_868));
    }

    /** About one pod of a StatefulSet. */
    private Policy single(String namespace, String name) {
        return allow(
                namespace,
                name,
                has(Teams.POD_NAME, namespace + ".db-0"),
                Direction.Ingress,
                List.of(pods(namespace, has(Teams.POD_NAME, namespace + ".db-1"))),
                tcp(5_432));
    }

    private String role() {
        return Teams.ROLES.get(random.nextInt(Teams.ROLES.size()));
    }

    private String team() {
        return "team-%02d".formatted(random.nextInt(Teams.TEAMS));
    }

    private String neighbour() {
        return Teams.name(2 + random.nextInt(namespaces - 2));
    }
}
