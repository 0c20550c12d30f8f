package vn.onshore.isolation.verify;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.Selector;

/** Heaps of what may stand beside the matrix. */
final class RandomCircumstances {
    private static final List<String> NAMESPACES = List.of("storage", "app", "edge", "tools");
    private static final int SORTS = 9;

    private RandomCircumstances() {}

    static ZonesSample sample(Random random) {
        var sample = new ZonesSample();
        for (var i = random.nextInt(5); i > 0; i--) {
            add(sample, random);
        }
        return sample;
    }

    /** Adds something that ought to be seen, or at least to change nothing. */
    static void add(ZonesSample sample, Random random) {
        var namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        var name = "n" + random.nextInt(100);
        switch (random.nextInt(SORTS)) {
            case 0 -> sample.pods.add(ZonesSample.pod(namespace, name, "192.168.0.1", true));
            case 1 -> sample.pods.add(ZonesSample.pod(namespace, name, "10.0.0." + random.nextInt(4), false));
            case 2 -> sample.see("""
                    {apiVersion: v1, kind: Service, metadata: {name: %s, namespace: %s},
                     spec: {type: ExternalName, externalName: example.com}}""".formatted(name, namespace));
            case 3 -> sample.see("""
                    {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: %s, namespace: %s},
                     endpoints: [{addresses: [203.0.113.%d, 8.8.8.8]}]}""".formatted(name, namespace, random.nextInt(255)));
            case 4 -> sample.see("""
                    {apiVersion: v1, kind: Service, metadata: {name: %s, namespace: %s},
                     spec: {type: LoadBalancer, selector: {a: b}, externalIPs: [203.0.113.9], ports: [{port: 443}]}}
                    """.formatted(name, namespace));
            case 5 -> sample.see("""
                    {apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: %s, namespace: %s}}""".formatted(name, namespace));
            case 6 -> sample.see("""
                    {apiVersion: acme.example/v1, kind: FirewallRule, metadata: {name: %s}}""".formatted(name));
            case 7 -> sample.policies.add(admin(name, random));
            default ->
                sample.sightings.add(
                        new Sighting.RefusedPolicy(new Policy.Id("NetworkPolicy", namespace, name), "it has no spec"));
        }
    }

    private static Policy admin(String name, Random random) {
        var action = Action.values()[random.nextInt(3)];
        var peer = action == Action.Allow && random.nextBoolean()
                ? new Peer.DomainNames(List.of("example.com"))
                : new Peer.Everyone();
        return new Policy(
                new Policy.Id("AdminNetworkPolicy", "", name),
                Tier.Admin,
                random.nextInt(2),
                PodSelection.across(Selector.EVERYTHING, Selector.EVERYTHING),
                false,
                false,
                List.of(),
                List.of(new Policy.Rule(0, "", action, List.of(peer), List.of())));
    }

    static void shuffle(ZonesSample sample, Random random) {
        Collections.shuffle(sample.pods, random);
        Collections.shuffle(sample.policies, random);
        Collections.shuffle(sample.sightings, random);
        Collections.shuffle(sample.more, random);
    }
}
