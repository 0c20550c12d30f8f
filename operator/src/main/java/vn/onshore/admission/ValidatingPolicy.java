package vn.onshore.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;

/**
 * A ValidatingAdmissionPolicy in the making. Immutable: each step gives a new one. It always fails closed, and holds
 * literals instead of parameters, because a parameter that cannot be found would refuse every request.
 */
public record ValidatingPolicy(
        List<Rule> rules,
        Map<String, String> labels,
        List<Named> conditions,
        List<Named> variables,
        List<Validation> validations,
        List<AuditAnnotation> auditAnnotations) {

    private static final String REFUSAL = "refusal";

    /** What must be true, else the request is refused with the sentence. */
    public record Validation(String expression, CelSentence otherwise) {}

    /** What is written into the audit log of the API server. */
    public record AuditAnnotation(String key, String valueExpression) {

        private Map<String, Object> tree() {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("key", key);
            tree.put("valueExpression", valueExpression);
            return tree;
        }
    }

    public ValidatingPolicy {
        rules = List.copyOf(rules);
        labels = Map.copyOf(labels);
        conditions = List.copyOf(conditions);
        variables = List.copyOf(variables);
        validations = List.copyOf(validations);
        auditAnnotations = List.copyOf(auditAnnotations);
    }

    /** A policy that looks at these requests and requires nothing yet. */
    public static ValidatingPolicy on(Rule... rules) {
        return new ValidatingPolicy(List.of(rules), Map.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Looks only at objects that have these labels, or had them before the request. The API server knows that before it
     * evaluates anything, so that a policy on what is written often costs the others nothing.
     */
    public ValidatingPolicy labelled(Map<String, String> wanted) {
        return new ValidatingPolicy(rules, wanted, conditions, variables, validations, auditAnnotations);
    }

    /** Looks only at requests for which the expression is true. It cannot use variables. */
    public ValidatingPolicy when(String name, String expression) {
        return new ValidatingPolicy(
                rules, labels, and(conditions, new Named(name, expression)), variables, validations, auditAnnotations);
    }

    /** Names an expression, for use as {@code variables.name} in what follows. */
    public ValidatingPolicy let(String name, String expression) {
        return new ValidatingPolicy(
                rules, labels, conditions, and(variables, new Named(name, expression)), validations, auditAnnotations);
    }

    /** Names several expressions, see {@link #let(String, String)}. */
    public ValidatingPolicy let(List<Named> more) {
        return new ValidatingPolicy(
                rules,
                labels,
                conditions,
                Stream.concat(variables.stream(), more.stream()).toList(),
                validations,
                auditAnnotations);
    }

    /** Refuses a request for which the expression is false. */
    public ValidatingPolicy require(String expression, CelSentence otherwise) {
        return new ValidatingPolicy(
                rules,
                labels,
                conditions,
                variables,
                and(validations, new Validation(expression, otherwise)),
                auditAnnotations);
    }

    /** Lets requests pass for which the expression is true, before anything that is required. */
    public ValidatingPolicy unless(String expression) {
        var exemption = new Validation("!(" + expression + ")", CelSentence.of(""));
        return new ValidatingPolicy(
                rules,
                labels,
                conditions,
                variables,
                Stream.concat(Stream.of(exemption), validations.stream()).toList(),
                auditAnnotations);
    }

    /** Writes a string into the audit log for each request that the policy looks at. */
    public ValidatingPolicy audit(String key, String valueExpression) {
        return new ValidatingPolicy(
                rules,
                labels,
                conditions,
                variables,
                validations,
                and(auditAnnotations, new AuditAnnotation(key, valueExpression)));
    }

    /** The policy, as the API server stores it. */
    public Manifest policy(PolicyObject object) {
        var spec = new LinkedHashMap<String, Object>();
        if (!auditAnnotations.isEmpty()) {
            spec.put(
                    "auditAnnotations",
                    auditAnnotations.stream().map(AuditAnnotation::tree).toList());
        }
        spec.put("failurePolicy", "Fail");
        if (!conditions.isEmpty()) {
            spec.put("matchConditions", conditions.stream().map(Named::tree).toList());
        }
        spec.put("matchConstraints", Match.constraints(rules, labels));
        spec.put("validations", List.of(validation(object.name())));
        spec.put(
                "variables",
                and(variables, new Named(REFUSAL, refusal())).stream()
                        .map(Named::tree)
                        .toList());
        return object.manifest("ValidatingAdmissionPolicy", spec);
    }

    /**
     * One validation for all: the API server evaluates the message of every validation for every request, also where
     * nothing is refused, and tells only the first refusal anyway.
     */
    private static Map<String, Object> validation(String policy) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("expression", "variables." + REFUSAL + " == ''");
        tree.put("message", "refused by " + policy);
        tree.put("messageExpression", "variables." + REFUSAL);
        return tree;
    }

    /** The sentence of the first requirement that is not met; empty if there is none. */
    private String refusal() {
        var refusal = new StringBuilder();
        for (var validation : validations) {
            refusal.append("!(")
                    .append(validation.expression)
                    .append(") ? ")
                    .append(validation.otherwise.expression())
                    .append(" : ");
        }
        return refusal.append("''").toString();
    }

    /**
     * The binding of the policy of the same name.
     *
     * @param namespaces where it holds; null for everywhere, cluster-scoped objects included
     * @param actions such as Deny and Audit
     */
    public static Manifest binding(PolicyObject object, @Nullable LabelSelector namespaces, List<String> actions) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("matchResources", Match.resources(namespaces));
        spec.put("policyName", object.name());
        spec.put("validationActions", List.copyOf(actions));
        return object.manifest("ValidatingAdmissionPolicyBinding", spec);
    }

    private static <T> List<T> and(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
