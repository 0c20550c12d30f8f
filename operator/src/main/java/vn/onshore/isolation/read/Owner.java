package vn.onshore.isolation.read;

import java.util.Optional;
import vn.onshore.manifest.Tree;

/**
 * The controller that made an object.
 *
 * @param group of its API, without version; empty for the core group
 */
public record Owner(String group, String kind, String name) {

    /**
     * What the owner references of an object name as its controller. A Node, which owns the mirrors of its static pods, is
     * none.
     */
    public static Optional<Owner> of(Tree object) {
        for (var reference : object.at("metadata", "ownerReferences").items()) {
            var kind = reference.at("kind").text();
            var name = reference.at("name").text();
            if (reference.at("controller").isTrue() && !kind.equals("Node") && !kind.isEmpty() && !name.isEmpty()) {
                var version = reference.at("apiVersion").text();
                var slash = version.indexOf('/');
                return Optional.of(new Owner(slash < 0 ? "" : version.substring(0, slash), kind, name));
            }
        }
        return Optional.empty();
    }
}
