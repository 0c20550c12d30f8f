package vn.onshore.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.compliance.Subject;

/**
 * A Kubernetes object as it was read from a file or a server.
 *
 * @param tree the whole object
 * @param source where it was read; null for objects of a server
 */
public record Manifest(Tree tree, @Nullable Source source) {

    /** A file and the line, from 1, at which the object's document begins. */
    public record Source(String file, int line) {}

    public static Manifest of(Map<String, Object> tree) {
        return new Manifest(new Tree(tree), null);
    }

    public String apiVersion() {
        return tree.at("apiVersion").text();
    }

    public String kind() {
        return tree.at("kind").text();
    }

    /** The API group; empty for the core group. */
    public String group() {
        var slash = apiVersion().indexOf('/');
        return slash < 0 ? "" : apiVersion().substring(0, slash);
    }

    /** {@code metadata.name}; empty if absent, as for objects with generateName. */
    public String name() {
        var name = tree.at("metadata", "name").text();
        return name.isEmpty() ? tree.at("metadata", "generateName").text() : name;
    }

    /** {@code metadata.namespace}; empty if absent. */
    public String namespace() {
        return tree.at("metadata", "namespace").text();
    }

    public Map<String, String> labels() {
        return tree.at("metadata", "labels").textFields();
    }

    public Map<String, String> annotations() {
        return tree.at("metadata", "annotations").textFields();
    }

    /** Whether this is an object of the kind; versions of a group are the same kind. */
    public boolean is(String group, String kind) {
        return kind.equals(kind()) && group.equals(group());
    }

    public Subject subject() {
        var uid = tree.at("metadata", "uid").text();
        var namespace = namespace();
        return new Subject(
                apiVersion(), kind(), namespace.isEmpty() ? null : namespace, name(), uid.isEmpty() ? null : uid);
    }
}
