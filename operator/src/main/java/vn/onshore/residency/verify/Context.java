package vn.onshore.residency.verify;

import vn.onshore.boundary.Locator;
import vn.onshore.manifest.Manifest;

/** What a judgement may ask. */
record Context(PolicyView policy, Lookup lookup) {

    Locator locator() {
        return policy.locator();
    }

    /** The namespace an object lives in; what names none lives in {@code default}. */
    static String namespaceOf(Manifest object) {
        var namespace = object.namespace();
        return namespace.isEmpty() ? "default" : namespace;
    }
}
