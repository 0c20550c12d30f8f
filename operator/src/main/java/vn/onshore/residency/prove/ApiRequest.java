package vn.onshore.residency.prove;

import java.util.Map;
import vn.onshore.manifest.Tree;

/**
 * One request that is asked of the API server. Whoever sends it adds {@code dryRun=All}: there is no way to ask for a
 * write that is stored.
 *
 * @param path absolute, without query
 * @param body the object, with {@code apiVersion} and {@code kind}; of a {@link Verb#Connect} only what it would be
 */
public record ApiRequest(Verb verb, String path, Map<String, Object> body) {

    /** How an object is made. Admission sees a CREATE either way. */
    public enum Verb {
        /** POST to the collection or to a subresource. */
        Create,
        /**
         * Server-side apply to a name that does not exist. The API server authorises it with that name, so RBAC can
         * confine it by {@code resourceNames}, which it cannot do for a POST.
         */
        Apply,
        /**
         * POST to a subresource that would be connected to, without the upgrade that a connection takes. Nothing is stored,
         * so there is no dry-run; admission is asked before anybody looks for the pod, and there is none.
         */
        Connect
    }

    public ApiRequest {
        body = Map.copyOf(body);
    }

    /** The kind of the object in the body. */
    public String kind() {
        return object().at("kind").text();
    }

    /** The object in the body. */
    public Tree object() {
        return new Tree(body);
    }

    /** As people write it: {@code POST /api/v1/namespaces/x/pods}. */
    @Override
    public String toString() {
        return (verb == Verb.Apply ? "PATCH " : "POST ") + path;
    }
}
