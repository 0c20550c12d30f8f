package vn.onshore.residency.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;
import vn.onshore.residency.verify.ServiceName;

/**
 * What other objects of the running cluster say, from the shared caches, and which Services judged objects lead to. It notes
 * whether it was asked about nodes; who reads the note sees to it that one thread asks at a time.
 */
final class LiveLookup implements Lookup {
    private final ObjectSource objects;
    private final BoundaryRegister boundaries;
    private final String boundary;
    private final Leads leads = new Leads();
    private boolean askedForNode;

    /** @param boundary name of the one by which nodes stand */
    LiveLookup(ObjectSource objects, BoundaryRegister boundaries, String boundary) {
        this.objects = objects;
        this.boundaries = boundaries;
        this.boundary = boundary;
    }

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
        return objects.get(Watched.NAMESPACE, null, namespace).map(Manifest::labels);
    }

    @Override
    public Optional<NodeView> node(String name) {
        askedForNode = true;
        return boundaries
                .get(boundary)
                .flatMap(entry -> Optional.ofNullable(entry.nodes().get(name))
                        .map(standing -> new NodeView(
                                standing.facts(),
                                standing.whereabouts(),
                                entry.voided().get(name))));
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Optional<String> leadingTo(ServiceName service) {
        return leads.leadingTo(service);
    }

    Leads leads() {
        return leads;
    }

    /** The Service and its endpoints, as far as they are there. */
    List<Manifest> partsOf(ServiceName name) {
        var service = objects.get(Watched.SERVICE, name.namespace(), name.name());
        // Of the many Services of a chain of names, none has endpoints.
        if (service.filter(LiveLookup::isName).isPresent()) {
            return List.of(service.get());
        }
        return Stream.concat(
                        service.stream(), objects.all(Watched.ENDPOINT_SLICE).filter(name::isServedBy))
                .toList();
    }

    private static boolean isName(Manifest service) {
        return service.tree().at("spec", "type").text().equals("ExternalName");
    }

    /** Whether anybody asked about a node since this was asked last. */
    boolean wasAskedForNode() {
        var asked = askedForNode;
        askedForNode = false;
        return asked;
    }
}
