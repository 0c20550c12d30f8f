package vn.onshore.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;

/**
 * A MutatingAdmissionPolicy with one JSON patch. Atomic lists cannot be changed by apply configurations, patches can. It
 * fails closed and runs once: the API server counts its own change as a reason to run it again, which doubles its cost, so
 * what depends on the change must be judged later, by a validating policy.
 *
 * @param patch CEL that gives a list of {@code JSONPatch}
 */
public record MutatingPolicy(List<Rule> rules, List<Named> conditions, String patch) {

    public MutatingPolicy {
        rules = List.copyOf(rules);
        conditions = List.copyOf(conditions);
    }

    /** A reference token of a JSON pointer (RFC 6901) for a map key. */
    public static String pointer(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** The policy, as the API server stores it. */
    public Manifest policy(PolicyObject object) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("failurePolicy", "Fail");
        if (!conditions.isEmpty()) {
            spec.put("matchConditions", conditions.stream().map(Named::tree).toList());
        }
        spec.put("matchConstraints", Match.constraints(rules, Map.of()));
        var mutation = new LinkedHashMap<String, Object>();
        mutation.put("jsonPatch", Map.of("expression", patch));
        mutation.put("patchType", "JSONPatch");
        spec.put("mutations", List.of(mutation));
        spec.put("reinvocationPolicy", "Never");
        return object.manifest("MutatingAdmissionPolicy", spec);
    }

    /**
     * The binding of the policy of the same name.
     *
     * @param namespaces where it holds; null for everywhere, cluster-scoped objects included
     */
    public static Manifest binding(PolicyObject object, @Nullable LabelSelector namespaces) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("matchResources", Match.resources(namespaces));
        spec.put("policyName", object.name());
        return object.manifest("MutatingAdmissionPolicyBinding", spec);
    }
}
