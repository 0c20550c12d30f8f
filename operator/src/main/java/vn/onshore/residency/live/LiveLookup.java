package vn.onshore.residency.live;

import java.util.Map;
import java.util.Optional;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;

/**
 * What other objects of the running cluster say, from the shared caches. It notes whether it was asked about nodes; who
 * reads the note sees to it that one thread asks at a time.
 */
final class LiveLookup implements Lookup {
    private final ObjectSource objects;
    private final BoundaryRegister boundaries;
    private final String boundary;
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

    /** Whether anybody asked about a node since this was asked last. */
    boolean wasAskedForNode() {
        var asked = askedForNode;
        askedForNode = false;
        return asked;
    }
}
