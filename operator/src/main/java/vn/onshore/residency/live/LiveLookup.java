package vn.onshore.residency.live;

import java.util.Map;
import java.util.Optional;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;

/** What other objects of the running cluster say, from the shared caches. */
record LiveLookup(Informers informers, BoundaryRegister boundaries, String boundary) implements Lookup {

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
        return informers.get(Watched.NAMESPACE, null, namespace).map(Manifest::labels);
    }

    @Override
    public Optional<NodeView> node(String name) {
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
}
