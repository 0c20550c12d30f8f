package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.verify.Circumstance.Doubt;
import vn.onshore.isolation.verify.Circumstance.Remark;
import vn.onshore.isolation.verify.Sighting.Bearing;
import vn.onshore.isolation.verify.Sighting.ForeignPolicy;

/** Policies that the engine does not evaluate, or that have no one meaning. */
final class PolicyRules {
    private PolicyRules() {}

    static void judge(Scene scene, Consumer<Circumstance> out) {
        foreign(scene, out);
        refused(scene, out);
        domainNames(scene, out);
        PolicyTies.judge(scene, out);
    }

    private static void foreign(Scene scene, Consumer<Circumstance> out) {
        var byZone = new TreeMap<String, List<String>>();
        var anywhere = new ArrayList<String>();
        var harmless = new TreeMap<String, List<String>>();
        scene.sightings(ForeignPolicy.class).forEach(policy -> {
            var name = name(policy.namespace(), policy.name());
            if (policy.bearing() == Bearing.OpensNothing) {
                harmless.computeIfAbsent(policy.kind(), k -> new ArrayList<>()).add(name);
            } else if (policy.bearing() == Bearing.OpensAny
                    || policy.namespace().isEmpty()) {
                anywhere.add(policy.kind() + " " + name);
            } else {
                scene.zoneOf(policy.namespace())
                        .ifPresent(zone -> byZone.computeIfAbsent(zone, z -> new ArrayList<>())
                                .add(policy.kind() + " " + name));
            }
        });
        byZone.forEach((zone, policies) -> out.accept(unevaluated(Pairs.touching(zone), policies)));
        if (!anywhere.isEmpty()) {
            out.accept(unevaluated(new Pairs.Every(), anywhere));
        }
        harmless.forEach((kind, names) -> out.accept(new Remark(
                kind + " can open nothing that policies close, and was not looked at: " + Listing.names(names) + ".")));
    }

    private static Doubt unevaluated(Pairs pairs, List<String> policies) {
        return new Doubt(
                pairs,
                "policies of kinds that may open what NetworkPolicies close, and that are not evaluated: "
                        + Listing.names(policies) + ". Say the same with NetworkPolicies, and remove them.");
    }

    private static void refused(Scene scene, Consumer<Circumstance> out) {
        scene.sightings(Sighting.RefusedPolicy.class).forEach(policy -> {
            var doubt = policy.id() + " is not understood: " + policy.why() + ". Correct or remove it.";
            if (policy.id().namespace().isEmpty()) {
                out.accept(new Doubt(new Pairs.Every(), doubt));
            } else {
                scene.zoneOf(policy.id().namespace())
                        .ifPresent(zone -> out.accept(new Doubt(Pairs.touching(zone), doubt)));
            }
        });
        scene.sightings(Sighting.UnreadKind.class)
                .forEach(kind -> out.accept(new Doubt(
                        new Pairs.Every(),
                        kind.kind() + " could not be read: " + kind.why() + ". Let the operator list and watch it.")));
    }

    /** What a name resolves to is never known here. */
    private static void domainNames(Scene scene, Consumer<Circumstance> out) {
        for (var policy : scene.world().policies()) {
            // Of all kinds only the tiered ones have such peers.
            var names = policy.tier() == Policy.Tier.NetworkPolicy ? List.<String>of() : allowedNames(policy);
            if (names.isEmpty()) {
                continue;
            }
            scene.zones().stream()
                    .filter(zone -> !scene.mayReachAnything(zone))
                    .filter(zone -> scene.namespaces(zone.name())
                            .anyMatch(namespace -> PolicyTies.mayBeAbout(policy, namespace)))
                    .forEach(zone -> out.accept(new Doubt(
                            new Pairs.Between(new Party.OfZone(zone.name()), new Party.Internet()),
                            policy.id() + " lets zone " + zone.name() + " reach names that may stand for any address: "
                                    + Listing.names(names) + ". Name networks instead, and declare the flow.")));
        }
    }

    private static List<String> allowedNames(Policy policy) {
        return policy.egress().stream()
                .filter(rule -> rule.action() == Action.Allow)
                .flatMap(rule -> rule.peers().stream())
                .filter(Peer.DomainNames.class::isInstance)
                .flatMap(peer -> ((Peer.DomainNames) peer).names().stream())
                .toList();
    }

    private static String name(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
