package vn.onshore.cli.where;

import java.util.Map;
import java.util.Optional;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;

/** What a cluster says of other objects, for judging one pod by one boundary. */
record LiveLookup(ObjectSource objects, BoundaryRegister.Entry boundary) implements Lookup {

    @Override
    public Optional<Map<String, String>> namespaceLabels(String namespace) {
        return objects.get(Watched.NAMESPACE, null, namespace).map(Manifest::labels);
    }

    @Override
    public Optional<NodeView> node(String name) {
        return Optional.ofNullable(boundary.nodes().get(name))
                .map(standing -> new NodeView(
                        standing.facts(),
                        standing.whereabouts(),
                        boundary.voided().get(name)));
    }

    @Override
    public boolean isLive() {
        return true;
    }
}
