package vn.onshore.isolation.read;

import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;

/** Names that objects bear. */
final class ObjectNames {
    private ObjectNames() {}

    /** {@code metadata.name}, or {@code generateName} where the name comes later. */
    static String name(Tree object) {
        var metadata = object.at("metadata");
        var name = metadata.at("name").text();
        return name.isEmpty() ? metadata.at("generateName").text() : name;
    }

    /** {@code metadata.namespace}; {@code default} where kubectl would put an object that names none. */
    static String namespace(Tree object) {
        var namespace = object.at("metadata", "namespace").text();
        return namespace.isEmpty() ? "default" : namespace;
    }

    /** Refuses an object without a name, or with one that no policy can have. */
    static void require(Field root) throws Unfit {
        var metadata = root.required("metadata");
        var name = metadata.at("name");
        if (!name.isSet() && metadata.at("generateName").isSet()) {
            return;
        }
        if (!Syntax.isSubdomain(metadata.required("name").text())) {
            throw Unfit.refused(name, "\"" + Quoted.shortened(name.text()) + "\" is no name of an object");
        }
        var namespace = metadata.at("namespace");
        if (namespace.isSet()
                && !Syntax.isDnsLabel(namespace.text())
                && !namespace.text().isEmpty()) {
            throw Unfit.refused(namespace, "\"" + Quoted.shortened(namespace.text()) + "\" is no name of a namespace");
        }
    }
}
