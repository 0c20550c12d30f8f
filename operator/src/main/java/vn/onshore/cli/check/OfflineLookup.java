package vn.onshore.cli.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;
import vn.onshore.residency.verify.ServiceName;

/**
 * What the input says of other objects: labels of its Namespaces, and what leads to its Services. Where nodes are, only a
 * live cluster shows.
 */
final class OfflineLookup implements Lookup {
    private final Map<String, Map<String, String>> namespaces;
    private final Set<String> governed;
    private final Leaders leaders;

    private OfflineLookup(Map<String, Map<String, String>> namespaces, Set<String> governed, Leaders leaders) {
        this.namespaces = Map.copyOf(namespaces);
        this.governed = Set.copyOf(governed);
        this.leaders = leaders;
    }

    /**
     * @param governed namespaces that are governed by every policy, whatever their labels; {@code all} for all of them
     */
    static OfflineLookup of(List<Manifest> manifests, List<String> governed) {
        var namespaces = new HashMap<String, Map<String, String>>();
        for (var manifest : manifests) {
            if (manifest.is("", "Namespace")) {
                namespaces.put(manifest.name(), manifest.labels());
            }
        }
        return new OfflineLookup(namespaces, Set.copyOf(governed), new Leaders());
    }

    /** The same for one policy, from whose objects the leaders are. */
    OfflineLookup with(Leaders ofPolicy) {
        return new OfflineLookup(namespaces, governed, ofPolicy);
    }

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
        return Optional.ofNullable(namespaces.get(namespace));
    }

    @Override
    public Optional<NodeView> node(String name) {
        return Optional.empty();
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public boolean isDeclaredGoverned(String namespace) {
        return governed.contains("all") || governed.contains(namespace);
    }

    @Override
    public Optional<String> leadingTo(ServiceName service) {
        return leaders.leadingTo(service);
    }
}
