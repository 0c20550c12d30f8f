package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.verify.Circumstance.Doubt;
import vn.onshore.isolation.verify.Circumstance.Remark;

/** Pods that policies do not hold, or hold for somebody else. */
final class PodRules {
    private PodRules() {}

    static void judge(Scene scene, Consumer<Circumstance> out) {
        hostNetwork(scene, out);
        sharedAddresses(scene, out);
        secondaryNetworks(scene, out);
        privileged(scene, out);
    }

    private static void hostNetwork(Scene scene, Consumer<Circumstance> out) {
        byZone(scene, scene.world().pods().stream().filter(Pod::hostNetwork), Pod::namespace, PodRules::name)
                .forEach((zone, pods) -> out.accept(new Doubt(
                        Pairs.touching(zone),
                        "zone " + zone + " has pods on the node's network, where no policy selects them: "
                                + Listing.names(pods)
                                + ". Take hostNetwork from them, or move them out of the zone.")));
    }

    /** Datapaths take two pods with one address for the same pod. Pods on the node's network share the node's rightly. */
    private static void sharedAddresses(Scene scene, Consumer<Circumstance> out) {
        var first = new HashMap<IpAddress, Pod>();
        var shared = new TreeMap<IpAddress, List<Pod>>();
        for (var pod : scene.world().pods()) {
            for (var address : pod.addresses()) {
                var other = first.putIfAbsent(address, pod);
                if (other != null && other != pod && !(other.hostNetwork() && pod.hostNetwork())) {
                    shared.computeIfAbsent(address, a -> new ArrayList<>(List.of(other)))
                            .add(pod);
                }
            }
        }
        shared.forEach((address, pods) -> byZone(scene, pods.stream(), Pod::namespace, PodRules::name)
                .keySet()
                .forEach(zone -> out.accept(new Doubt(
                        Pairs.touching(zone),
                        "one address, " + address + ", for several pods: "
                                + Listing.names(
                                        pods.stream().map(PodRules::name).toList())
                                + ". Network plugins take them for one; recreate all but one."))));
    }

    private static void secondaryNetworks(Scene scene, Consumer<Circumstance> out) {
        byZone(
                        scene,
                        scene.sightings(Sighting.SecondaryNetworks.class),
                        Sighting.SecondaryNetworks::namespace,
                        seen -> seen.namespace() + "/" + seen.pod() + " on " + Listing.names(seen.networks()))
                .forEach((zone, pods) -> out.accept(new Doubt(
                        Pairs.touching(zone),
                        "zone " + zone + " has pods with a second network, where no NetworkPolicy holds: "
                                + Listing.names(pods) + ". Remove the annotation k8s.v1.cni.cncf.io/networks, or move"
                                + " the pods out of the zone.")));
    }

    /** Such a pod can leave its network, but a policy selects it: who breaks out is a matter of admission. */
    private static void privileged(Scene scene, Consumer<Circumstance> out) {
        byZone(
                        scene,
                        scene.sightings(Sighting.Privileged.class),
                        Sighting.Privileged::namespace,
                        seen -> seen.namespace() + "/" + seen.pod())
                .forEach((zone, pods) -> out.accept(new Remark("zone " + zone
                        + " has privileged pods, which can leave their network if they want to: " + Listing.names(pods)
                        + ". Enforce the Pod Security Standard restricted in the zone.")));
    }

    private static String name(Pod pod) {
        return pod.namespace() + "/" + pod.name();
    }

    /** What is in zones, zone by zone; what is in none is left out. */
    private static <T> Map<String, List<String>> byZone(
            Scene scene, Stream<T> things, Function<T, String> namespace, Function<T, String> name) {
        var byZone = new TreeMap<String, List<String>>();
        things.forEach(thing -> scene.zoneOf(namespace.apply(thing))
                .ifPresent(zone ->
                        byZone.computeIfAbsent(zone, z -> new ArrayList<>()).add(name.apply(thing))));
        return byZone;
    }
}
