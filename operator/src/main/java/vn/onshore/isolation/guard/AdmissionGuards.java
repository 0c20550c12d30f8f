package vn.onshore.isolation.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.PolicyObject;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Requirement;
import vn.onshore.isolation.zoning.LabelSelectors;
import vn.onshore.isolation.zoning.Zoning.Zone;
import vn.onshore.manifest.Manifest;

/**
 * What the API server refuses so that policies stay what they are: changes of the managed ones, others in a zone's
 * namespaces that open more than the zone may, and labels by which a namespace would change its zone.
 */
final class AdmissionGuards {
    private static final List<String> ACTIONS = List.of("Deny", "Audit");

    private final GuardInputs inputs;

    AdmissionGuards(GuardInputs inputs) {
        this.inputs = inputs;
    }

    List<Manifest> compile() {
        var objects = new ArrayList<Manifest>();
        add(objects, names("").object("managed"), managed(), null);
        add(objects, names("").object("labels"), labels(), null);
        for (var zone : inputs.zoning().zones()) {
            var openings = new Openings(inputs, zone).policy().when("not-trusted", untrusted());
            add(objects, names(zone.name()).object(zone.name() + "-openings"), openings, zone);
        }
        return objects;
    }

    private GuardNames names(String zone) {
        return new GuardNames(inputs.name(), inputs.uid(), zone);
    }

    private static void add(List<Manifest> objects, PolicyObject object, ValidatingPolicy policy, @Nullable Zone zone) {
        objects.add(policy.policy(object));
        objects.add(ValidatingPolicy.binding(
                object, zone == null ? null : LabelSelectors.write(zone.namespaces()), ACTIONS));
    }

    /** What is asked in the name of a canary is judged whoever asks: else the operator could not try what trusts it. */
    private String untrusted() {
        return "!(request.?userInfo.?username.orValue('') in " + CelLiteral.list(inputs.trusted()) + ")"
                + " || request.operation != 'DELETE' && object.metadata.?annotations[?"
                + CelLiteral.string(GuardNames.CANARY_ANNOTATION) + "].orValue('') == "
                + CelLiteral.string(inputs.name());
    }

    /** Managed objects are left as they are. What else is in their metadata, such as finalizers, opens nothing. */
    private ValidatingPolicy managed() {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.v1("networking.k8s.io", List.of("networkpolicies"), "UPDATE", "DELETE"));
        var tiered = List.of("v1alpha1", "v1alpha2");
        if (tiered.stream()
                .anyMatch(version -> List.of("clusternetworkpolicies", "adminnetworkpolicies").stream()
                        .anyMatch(plural -> inputs.server().serves("policy.networking.k8s.io", version, plural)))) {
            rules.add(new Rule(
                    "policy.networking.k8s.io",
                    tiered,
                    List.of("clusternetworkpolicies", "adminnetworkpolicies"),
                    List.of("UPDATE", "DELETE")));
        }
        var ours = "oldObject.metadata.?labels[?" + CelLiteral.string(GuardNames.OWNER_LABEL) + "].orValue('') == "
                + CelLiteral.string(inputs.uid());
        return ValidatingPolicy.on(rules.toArray(Rule[]::new))
                .when("not-trusted", untrusted())
                .when("managed", ours)
                .require(
                        "request.operation == 'UPDATE' && object.spec == oldObject.spec"
                                + " && object.metadata.?labels.orValue({}) == oldObject.metadata.?labels.orValue({})"
                                + " && object.metadata.?annotations.orValue({}) == oldObject.metadata.?annotations.orValue({})"
                                + " && object.metadata.?ownerReferences.orValue([])"
                                + " == oldObject.metadata.?ownerReferences.orValue([])",
                        CelSentence.of(isolation() + " manages ")
                                .value("request.name")
                                .text(": change spec.flows of it instead, or use spec.breakGlass for a while"));
    }

    /** A namespace keeps its zone, and is in one at most. */
    private ValidatingPolicy labels() {
        return ValidatingPolicy.on(Rule.v1("", List.of("namespaces"), "CREATE", "UPDATE"))
                .when("not-trusted", untrusted())
                .let("labels", "object.metadata.?labels.orValue({})")
                .let("before", "request.operation == 'CREATE' ? {} : oldObject.metadata.?labels.orValue({})")
                .let("zones", zonesOf("variables.labels"))
                .let("was", zonesOf("variables.before"))
                .require(
                        "variables.zones.size() <= 1",
                        CelSentence.of("the labels put the namespace into two zones of " + isolation() + ": ")
                                .value("variables.zones.join(', ')")
                                .text("; a namespace is in one at most"))
                .require(
                        "request.operation == 'CREATE' || variables.zones == variables.was" + moves(),
                        CelSentence.of("the labels decide the zone of a namespace in " + isolation() + ", here from ")
                                .value("(variables.was.size() == 0 ? 'none' : variables.was[0])")
                                .text(" to ")
                                .value("(variables.zones.size() == 0 ? 'none' : variables.zones[0])")
                                .text("; make a new namespace in that zone, or name this one in spec.moves there"));
    }

    private String moves() {
        return inputs.moves().stream()
                .map(move -> " || object.metadata.name == " + CelLiteral.string(move.namespace())
                        + " && variables.zones == "
                        + (move.to() == null ? "[]" : CelLiteral.list(List.of(move.to()))))
                .collect(Collectors.joining());
    }

    private String zonesOf(String labels) {
        return inputs.zoning().zones().stream()
                .map(zone ->
                        "(" + matches(zone.namespaces(), labels) + " ? [" + CelLiteral.string(zone.name()) + "] : [])")
                .collect(Collectors.joining(" + "));
    }

    /** Whether a map of labels is what a selector asks for. */
    static String matches(Selector selector, String labels) {
        return selector.requirements().stream()
                .map(requirement -> matches(requirement, labels))
                .collect(Collectors.joining(" && ", "(", ")"));
    }

    private static String matches(Requirement requirement, String labels) {
        var key = CelLiteral.string(requirement.key());
        var value = labels + "[" + key + "]";
        var present = key + " in " + labels;
        return switch (requirement.operator()) {
            case In -> "(" + present + " && " + value + " in " + CelLiteral.list(requirement.values()) + ")";
            case NotIn -> "(!(" + present + ") || !(" + value + " in " + CelLiteral.list(requirement.values()) + "))";
            case Exists -> "(" + present + ")";
            case DoesNotExist -> "(!(" + present + "))";
        };
    }

    private String isolation() {
        return "NetworkIsolation " + inputs.name();
    }
}
