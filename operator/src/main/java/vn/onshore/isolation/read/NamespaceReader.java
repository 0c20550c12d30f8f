package vn.onshore.isolation.read;

import vn.onshore.isolation.model.Namespace;
import vn.onshore.manifest.Tree;

/** Reads a Namespace. */
public final class NamespaceReader {
    private NamespaceReader() {}

    /** @param object the whole object */
    public static Namespace read(Tree object) {
        return new Namespace(
                ObjectNames.name(object), object.at("metadata", "labels").textFields());
    }
}
