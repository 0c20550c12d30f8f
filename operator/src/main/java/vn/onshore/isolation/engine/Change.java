package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;

/** Something in the world became, or is, different. What is put replaces what had its name. */
public sealed interface Change {
    record PutPod(Pod pod) implements Change {}

    record RemovePod(String namespace, String name) implements Change {}

    record PutNamespace(Namespace namespace) implements Change {}

    /** With its pods and NetworkPolicies. */
    record RemoveNamespace(String name) implements Change {}

    record PutPolicy(Policy policy) implements Change {}

    record RemovePolicy(Policy.Id id) implements Change {}

    record PutNode(Node node) implements Change {}

    record RemoveNode(String name) implements Change {}
}
