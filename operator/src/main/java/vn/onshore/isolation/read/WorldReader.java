package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.read.ReadWorld.NotEvaluated;
import vn.onshore.isolation.verify.Sighting;
import vn.onshore.isolation.verify.Sightings;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Quoted;

/** Puts a world together from manifests that passed no API server. Pure. */
public final class WorldReader {
    private final Map<String, Manifest> objects = new LinkedHashMap<>();
    private final TreeMap<String, Namespace> namespaces = new TreeMap<>();
    private final Set<String> mentioned = new HashSet<>();
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    private final TreeMap<Policy.Id, Policy> policies = new TreeMap<>();
    private final List<Problem> refused = new ArrayList<>();
    private final List<NotEvaluated> notEvaluated = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<Workload, Manifest.Source> places = new HashMap<>();
    private final Set<Cidr> written = new HashSet<>();
    private AddressSet podNetworks = AddressSet.NONE;
    private AddressSet serviceNetworks = AddressSet.NONE;

    private WorldReader() {}

    /**
     * An object without a namespace is in {@code default}; a Namespace that is not among the objects has no labels but its
     * name. Of objects of one name the last one counts, as after {@code kubectl apply}.
     */
    public static ReadWorld read(List<Manifest> manifests) {
        var reader = new WorldReader();
        manifests.forEach(reader::keep);
        return reader.world();
    }

    private void keep(Manifest manifest) {
        var tree = manifest.tree();
        var named = tree.at("metadata", "name").isPresent();
        var key = manifest.group() + " " + manifest.kind() + " " + namespaceOf(manifest) + "/"
                + (named ? manifest.name() : objects.size() + " generated");
        var before = objects.put(key, manifest);
        if (before != null && !before.tree().equals(tree)) {
            warn(before, "stands again at " + place(manifest) + ", and the last one counts");
        }
    }

    private ReadWorld world() {
        var pods = new PodGathering(objects.values());
        objects.values().forEach(manifest -> add(manifest, pods));
        var population = pods.population();
        places.putAll(pods.places());
        population.forEach(pod -> mentioned.add(pod.namespace()));
        for (var name : mentioned) {
            namespaces.computeIfAbsent(name, missing -> new Namespace(missing, Map.of()));
        }
        var nodeAddresses = new ArrayList<AddressSet>();
        nodes.values().forEach(node -> node.addresses().forEach(address -> nodeAddresses.add(AddressSet.of(address))));
        var networks = new Networks(
                podNetworks, serviceNetworks, nodeAddresses.stream().reduce(AddressSet.NONE, AddressSet::union));
        notEvaluated.sort(null);
        return new ReadWorld(
                new World(
                        List.copyOf(namespaces.values()),
                        population,
                        List.copyOf(policies.values()),
                        List.copyOf(nodes.values()),
                        networks),
                refused,
                notEvaluated,
                warnings,
                places,
                written.stream().map(cidr -> AddressSet.ofCidrs(List.of(cidr))).toList());
    }

    private void add(Manifest manifest, PodGathering pods) {
        var tree = manifest.tree();
        switch (manifest.apiVersion() + " " + manifest.kind()) {
            case "v1 Namespace" -> {
                var namespace = NamespaceReader.read(tree);
                namespaces.put(namespace.name(), namespace);
            }
            case "v1 Node" -> {
                var node = NodeReader.read(tree);
                nodes.put(node.name(), node);
                podNetworks = podNetworks.union(NodeReader.podNetworks(tree));
            }
            case "networking.k8s.io/v1 ServiceCIDR" ->
                tree.at("spec", "cidrs")
                        .texts()
                        .forEach(text -> Cidr.parse(text)
                                .ifPresent(cidr ->
                                        serviceNetworks = serviceNetworks.union(AddressSet.ofCidrs(List.of(cidr)))));
            default -> {
                if (!pods.add(manifest)) {
                    PolicyReader.read(tree)
                            .ifPresentOrElse(reading -> add(manifest, reading), () -> addForeign(manifest));
                }
                networks(manifest);
            }
        }
    }

    private void add(Manifest manifest, PolicyReading reading) {
        switch (reading) {
            case PolicyReading.Evaluated(var policy) -> {
                policies.put(policy.id(), policy);
                WrittenRanges.collect(manifest.tree(), policy, written);
                if (!policy.id().namespace().isEmpty()) {
                    mentioned.add(policy.id().namespace());
                }
                if (speaksOfDomainNames(policy)) {
                    notEvaluated(
                            manifest, "it allows destinations by their domain names, which only the datapath resolves");
                }
            }
            case PolicyReading.Refused(var id, var field, var reason) ->
                refused.add(problem(manifest, field + ": " + reason));
            case PolicyReading.Unevaluated(var id, var field, var reason) ->
                notEvaluated(manifest, field + ": " + reason);
        }
    }

    private static boolean speaksOfDomainNames(Policy policy) {
        for (var rule : policy.rules(Direction.Egress)) {
            for (var peer : rule.peers()) {
                if (peer instanceof Policy.Peer.DomainNames) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A kind that decides who reaches whom in a way that nobody here follows. */
    private void addForeign(Manifest manifest) {
        for (var sighting : Sightings.of(manifest)) {
            if (sighting instanceof Sighting.ForeignPolicy foreign
                    && foreign.bearing() != Sighting.Bearing.OpensNothing) {
                notEvaluated(manifest, "its kind can open what network policies keep shut");
            }
        }
    }

    private void networks(Manifest manifest) {
        for (var sighting : Sightings.of(manifest)) {
            if (sighting instanceof Sighting.SecondaryNetworks second) {
                notEvaluated(
                        manifest,
                        "its pods have a network besides the cluster's, which no policy is about: "
                                + Quoted.shortened(String.join(", ", second.networks())));
            }
        }
    }

    private void notEvaluated(Manifest manifest, String reason) {
        notEvaluated.add(new NotEvaluated(
                manifest.apiVersion(), manifest.kind(), namespaceOf(manifest), manifest.name(), reason));
    }

    /** Objects of kinds that are never in a namespace have none, whatever they say. */
    private static String namespaceOf(Manifest manifest) {
        return switch (manifest.kind()) {
            case "Namespace", "Node", AdminPolicyReader.ADMIN, AdminPolicyReader.BASELINE -> "";
            default -> manifest.namespace().isEmpty() && isBuiltIn(manifest) ? "default" : manifest.namespace();
        };
    }

    private static boolean isBuiltIn(Manifest manifest) {
        return PodGathering.knows(manifest) || manifest.is("networking.k8s.io", NetworkPolicyReader.KIND);
    }

    private void warn(Manifest manifest, String sentence) {
        warnings.add(problem(manifest, sentence));
    }

    static Problem problem(Manifest manifest, String sentence) {
        var source = manifest.source();
        var namespace = namespaceOf(manifest);
        var name = Quoted.shortened(namespace.isEmpty() ? manifest.name() : namespace + "/" + manifest.name());
        return new Problem(
                source == null ? "-" : source.file(),
                source == null ? 0 : source.line(),
                Quoted.shortened(manifest.kind()) + " " + name + ": " + Quoted.printable(sentence));
    }

    private static String place(Manifest manifest) {
        var source = manifest.source();
        return source == null ? "-" : source.file() + ":" + source.line();
    }
}
