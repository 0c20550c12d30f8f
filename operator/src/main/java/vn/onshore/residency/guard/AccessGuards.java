package vn.onshore.residency.guard;

import static vn.onshore.admission.CelLiteral.list;
import static vn.onshore.admission.CelLiteral.string;

import java.util.List;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.boundary.NodeFacts;

/** Who may mark nodes, G2, and who may look into pods, G13. */
final class AccessGuards {
    private static final String USER = "request.?userInfo.?username.orValue('')";
    private static final String GROUPS = "request.?userInfo.?groups.orValue([])";

    private final GuardInputs inputs;
    private final NodeList nodes;

    AccessGuards(GuardInputs inputs, NodeList nodes) {
        this.inputs = inputs;
        this.nodes = nodes;
    }

    /**
     * G2. Labels may be changed through {@code nodes/status} as well. A node may be born with any region, since it has
     * to be there before it can be judged, but a kubelet cannot move itself into the boundary later.
     */
    Blueprint nodes() {
        var policy = ValidatingPolicy.on(Rule.v1("", List.of("nodes", "nodes/status"), "CREATE", "UPDATE"))
                .when("not-trusted", "!(" + USER + " in " + list(inputs.trustedUsers()) + ")")
                .when(
                        "changed",
                        "request.operation == 'CREATE' || object.metadata.?labels != oldObject.metadata.?labels"
                                + " || object.spec.?taints != oldObject.spec.?taints")
                .let("created", "request.operation == 'CREATE'")
                .let("after", "object.metadata.?labels.orValue({})")
                .let("before", "variables.created ? {} : oldObject.metadata.?labels.orValue({})")
                .let("taints", "variables.created ? [] : oldObject.spec.?taints.orValue([])")
                .let(nodes.contains("eligible", "object.metadata.name"));
        return new Blueprint.Validates(Guard.Nodes, Blueprint.Scope.Cluster, relabelling(marks(policy)));
    }

    private ValidatingPolicy marks(ValidatingPolicy policy) {
        var prefix = string(NodeFacts.MARK_PREFIX);
        return policy.let(
                        "marks",
                        "variables.after.filter(k, k.startsWith(" + prefix
                                + ") && variables.before[?k].orValue('') != variables.after[k])"
                                + " + variables.before.filter(k, k.startsWith(" + prefix
                                + ") && !(k in variables.after))")
                .require(
                        "variables.marks.size() == 0",
                        CelSentence.of("only Onshore writes label ")
                                .value("variables.marks[0]")
                                .text(" of nodes; see DataResidency " + inputs.policy()))
                .require(
                        "variables.taints.all(t, t.key != " + string(GuardNames.UNATTESTED)
                                + " || object.spec.?taints.orValue([]).exists(n, n.key == t.key && n.effect == t.effect))",
                        CelSentence.of("only Onshore removes the taint " + GuardNames.UNATTESTED
                                + ", once a SiteAttestation vouches for the node"));
    }

    private ValidatingPolicy relabelling(ValidatingPolicy policy) {
        return policy.let(
                        "claimed",
                        claim(NodeFacts.REGION, inputs.allowances().regions()) + " + "
                                + claim(NodeFacts.ZONE, inputs.allowances().zones()))
                .require(
                        "variables.created || variables.eligible || !('system:nodes' in " + GROUPS
                                + ") || variables.claimed.size() == 0",
                        CelSentence.of("node '")
                                .value("object.metadata.name")
                                .text("' cannot claim '")
                                .value("variables.claimed[0]")
                                .text("' for itself under DataResidency " + inputs.policy()
                                        + "; a SiteAttestation can vouch for it"));
    }

    /** CEL: the new value of the label, if it changed and lies inside, as a list of one. */
    private static String claim(String label, List<String> inside) {
        var key = string(label);
        return "[variables.after[?" + key + "].orValue('')].filter(v, v in " + list(inside)
                + " && v != variables.before[?" + key + "].orValue(''))";
    }

    /** G13 in governed namespaces. */
    Blueprint interactive() {
        return connect(
                Guard.InteractiveAccess,
                Blueprint.Scope.Governed,
                List.of("pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"));
    }

    /** G13 for nodes, through which every pod on them is reached. */
    Blueprint nodeProxy() {
        return connect(Guard.NodeProxy, Blueprint.Scope.Cluster, List.of("nodes/proxy"));
    }

    private Blueprint connect(Guard guard, Blueprint.Scope scope, List<String> resources) {
        var policy = ValidatingPolicy.on(Rule.v1("", resources, "CONNECT"))
                .audit(
                        "interactive-access",
                        USER
                                + " + ' ' + request.?resource.?resource.orValue('') + '/' + request.?subResource.orValue('')"
                                + " + ' ' + request.?name.orValue('')")
                .require(
                        GROUPS + ".exists(g, g in " + list(inputs.interactiveGroups()) + ")",
                        CelSentence.of("user '")
                                .value(USER)
                                .text("' is in none of the groups of spec.interactiveAccess of DataResidency "
                                        + inputs.policy()));
        return new Blueprint.Validates(guard, scope, policy);
    }
}
