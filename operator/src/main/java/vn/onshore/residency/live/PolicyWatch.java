package vn.onshore.residency.live;

import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.residency.verify.PolicyView;
import vn.onshore.residency.verify.Verifier;

/**
 * One policy on the running cluster: its verifier and what it found. A changed spec or boundary makes a new one.
 *
 * @param boundary that it was compiled with
 */
public record PolicyWatch(
        String name, DataResidencySpec spec, Boundary boundary, PolicyView view, Verifier verifier, FindingBook book) {

    /** Judges one object and books the result; whether that changed anything that a status shows. */
    boolean judge(Manifest object) {
        return book.put(kind(object), key(object), verifier.judge(object), verifier.touches(object));
    }

    /** Whether that changed anything that a status shows. */
    boolean forget(Manifest object) {
        return book.remove(kind(object), key(object));
    }

    /** Judges every watched object. */
    void judgeAll(Informers informers) {
        for (var kind : Watched.values()) {
            if (Verifier.speaksOf(kind.kind().group(), kind.kind().kind())) {
                informers.all(kind).forEach(this::judge);
            }
        }
    }

    static String kind(Manifest object) {
        return kind(object.group(), object.kind());
    }

    static String kind(String group, String kind) {
        return group + "/" + kind;
    }

    private static String key(Manifest object) {
        return object.namespace() + "/" + object.name();
    }
}
