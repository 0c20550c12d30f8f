package vn.onshore.isolation.guard;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.manifest.Manifest;

/**
 * What keeps evidence from being forged: probe Jobs are the operator's, their pods the Job controller's, and what a pod says
 * at its end is the kubelet's of its node. Users who can act as one of these, or take the policy away, are not kept off.
 */
public final class ProbeGuards {
    /** On probe Jobs and on their pods; the value is the name of the resource. */
    public static final String LABEL = "onshore.vn/probe";

    /** Suffix of the name of the policy. */
    static final String SUFFIX = "probes";

    private static final String EXEC_SUFFIX = "probe-exec";

    private static final List<String> ACTIONS = List.of("Deny", "Audit");

    private static final List<String> JOB_CONTROLLER =
            List.of("system:serviceaccount:kube-system:job-controller", "system:kube-controller-manager");

    /** They end pods, and take away what has lived its time. */
    private static final String CONTROL_PLANE =
            "(request.userInfo.username.startsWith('system:serviceaccount:kube-system:')"
                    + " || request.userInfo.username.startsWith('system:kube-')"
                    + " || request.userInfo.username.startsWith('system:node:'))";

    private static final String SAME = "object.spec == oldObject.spec"
            + " && object.metadata.?labels.orValue({}) == oldObject.metadata.?labels.orValue({})"
            + " && object.metadata.?ownerReferences.orValue([]) == oldObject.metadata.?ownerReferences.orValue([])";

    private final GuardInputs inputs;

    ProbeGuards(GuardInputs inputs) {
        this.inputs = inputs;
    }

    /** Names of the policies, and of their bindings, without which no probe of a resource is believed. */
    public static List<String> names(String isolation) {
        return Stream.of(SUFFIX, EXEC_SUFFIX)
                .map(suffix -> GuardNames.prefix(isolation) + suffix)
                .toList();
    }

    List<Manifest> compile() {
        var names = new GuardNames(inputs.name(), inputs.uid(), "");
        return Stream.of(Map.entry(names.object(SUFFIX), probes()), Map.entry(names.object(EXEC_SUFFIX), shells()))
                .flatMap(each -> Stream.of(
                        each.getValue().policy(each.getKey()), ValidatingPolicy.binding(each.getKey(), null, ACTIONS)))
                .toList();
    }

    private ValidatingPolicy probes() {
        return ValidatingPolicy.on(
                        Rule.v1("batch", List.of("jobs"), "CREATE", "UPDATE", "DELETE"),
                        Rule.v1("batch", List.of("jobs/status"), "UPDATE"),
                        Rule.v1("", List.of("pods"), "CREATE", "UPDATE", "DELETE"),
                        Rule.v1("", List.of("pods/status", "pods/ephemeralcontainers"), "UPDATE"))
                .labelled(Map.of(LABEL, inputs.name()))
                .when("not-operator", notOperator())
                .require(
                        "request.operation != 'CREATE' || request.resource.resource == 'pods'"
                                + " && request.userInfo.username in " + CelLiteral.list(JOB_CONTROLLER),
                        sentence(" sends its probes by itself: leave the label " + LABEL + " away"))
                .require(
                        "request.operation != 'DELETE' || " + CONTROL_PLANE
                                + " || has(oldObject.metadata.deletionTimestamp)",
                        sentence(" still needs what its probes found; they go by themselves"))
                .require(
                        "request.operation != 'UPDATE' || request.?subResource.orValue('') != 'ephemeralcontainers' && "
                                + SAME,
                        sentence(" keeps its probes, and the label " + LABEL + ", as they were made"))
                .let("said", words("object"))
                .let("before", words("oldObject"))
                .require(
                        "request.operation != 'UPDATE' || request.resource.resource != 'pods'"
                                + " || variables.said == variables.before"
                                + " || request.userInfo.username == 'system:node:' + oldObject.spec.?nodeName.orValue('')"
                                + " && 'system:nodes' in request.userInfo.?groups.orValue([])",
                        sentence(" takes a probe's word from the kubelet of its node only"));
    }

    /** What the containers of a pod said at their end. */
    private static String words(String pod) {
        return "request.operation != 'UPDATE' || request.resource.resource != 'pods' ? [] : " + pod
                + ".?status.?containerStatuses.orValue([])"
                + ".filter(c, c.?state.?terminated.?message.orValue('') != '')"
                + ".map(c, c.name + ' ' + c.state.terminated.message)";
    }

    /** A shell beside the probe could write what the kubelet then reads. */
    private ValidatingPolicy shells() {
        return ValidatingPolicy.on(Rule.v1("", List.of("pods/exec", "pods/attach"), "CONNECT"))
                .when("not-operator", notOperator())
                .when("probe", "request.name.startsWith('onshore-probe-')")
                .require("false", sentence(" lets nobody into its probes"));
    }

    private String notOperator() {
        return "!(request.?userInfo.?username.orValue('') in " + CelLiteral.list(List.of(inputs.operator())) + ")";
    }

    private CelSentence sentence(String rest) {
        return CelSentence.of("NetworkIsolation " + inputs.name() + rest);
    }
}
