package vn.onshore.crash;

import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;

/** The binding by which a policy refuses pods. */
record Guard(String path) {
    static Guard of(String policy) {
        return new Guard(
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/onshore-" + policy + "-pods");
    }

    /** Deletes it and waits until somebody made it anew. */
    void assertPutBack(LiveCluster cluster) {
        var before = LiveCluster.uid(cluster.await(path, Tree::isPresent));
        cluster.client().raw(path, "DELETE", null);
        cluster.await(
                path, object -> object.isPresent() && !LiveCluster.uid(object).equals(before));
    }
}
