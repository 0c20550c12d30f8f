package vn.onshore.isolation.attempt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.attempt.Attempt.Verb;
import vn.onshore.isolation.attempt.AttemptInputs.Place;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Selector.Requirement;

/**
 * What is tried for one NetworkIsolation: a policy that opens a zone, for each zone, and one that opens nothing; a change of
 * a managed policy; a label that takes a namespace out of its zone. The annotation that all of it carries makes the guards
 * judge the operator like anybody else.
 *
 * @param own how the names of the admission policies begin that are tried
 * @param untried sentences about what cannot be tried here, and why
 */
public record AttemptPlan(String own, List<Attempt> attempts, List<String> untried) {
    /** Its value is the NetworkIsolation that is proved. */
    static final String ANNOTATION = "onshore.vn/canary";

    private static final String NAME = "onshore-canary";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies";

    public AttemptPlan {
        attempts = List.copyOf(attempts);
        untried = List.copyOf(untried);
    }

    public static AttemptPlan of(AttemptInputs in) {
        var attempts = new ArrayList<Attempt>();
        var untried = new ArrayList<String>();
        for (var place : in.zones()) {
            var namespace = place.namespace();
            if (namespace == null) {
                untried.add("zone " + place.zone() + " has no namespace to try its guard in");
            } else {
                attempts.add(opening(in.isolation(), place.zone(), namespace));
                attempts.add(narrowing(in.isolation(), namespace));
            }
        }
        var peopled =
                in.zones().stream().filter(place -> place.namespace() != null).toList();
        peopled.stream()
                .findFirst()
                .map(Place::namespace)
                .ifPresent(namespace -> attempts.add(edit(in.isolation(), namespace)));
        peopled.stream()
                .flatMap(place -> move(in.isolation(), place).stream())
                .findFirst()
                .ifPresentOrElse(attempts::add, () -> untried.add("no namespace has a label that could be taken away"));
        return new AttemptPlan(guard(in.isolation(), ""), attempts, untried);
    }

    private static String guard(String isolation, String suffix) {
        return "onshore-" + isolation + "-" + suffix;
    }

    private static Attempt opening(String isolation, String zone, String namespace) {
        return new Attempt(
                "write a NetworkPolicy that opens zone " + zone + " to everybody in " + namespace,
                Verb.Create,
                POLICIES.formatted(namespace),
                policy(isolation, namespace, Map.of("podSelector", Map.of(), "ingress", List.of(Map.of()))),
                Optional.of(guard(isolation, zone + "-openings")));
    }

    private static Attempt narrowing(String isolation, String namespace) {
        return new Attempt(
                "write a NetworkPolicy that opens nothing in " + namespace,
                Verb.Create,
                POLICIES.formatted(namespace),
                policy(
                        isolation,
                        namespace,
                        Map.of("podSelector", Map.of("matchLabels", Map.of(ANNOTATION, "nobody")))),
                Optional.empty());
    }

    private static Attempt edit(String isolation, String namespace) {
        var policy = guard(isolation, "default-deny");
        return new Attempt(
                "change the managed NetworkPolicy " + policy + " in " + namespace,
                Verb.Patch,
                POLICIES.formatted(namespace) + "/" + policy,
                Map.of("metadata", marked(isolation)),
                Optional.of(guard(isolation, "managed")));
    }

    /** One label less, or another value, is enough to be out of a zone. */
    private static Optional<Attempt> move(String isolation, Place place) {
        var namespace = place.namespace();
        return namespace == null
                ? Optional.empty()
                : place.selector().requirements().stream()
                        .filter(requirement -> !requirement.key().equals(Namespace.NAME_LABEL))
                        .findFirst()
                        .map(requirement -> move(isolation, place.zone(), namespace, requirement));
    }

    private static Attempt move(String isolation, String zone, String namespace, Requirement requirement) {
        var labels = new LinkedHashMap<String, @Nullable Object>();
        labels.put(requirement.key(), failing(requirement));
        var metadata = new LinkedHashMap<>(marked(isolation));
        metadata.put("labels", labels);
        return new Attempt(
                "label namespace " + namespace + " out of zone " + zone,
                Verb.Patch,
                "/api/v1/namespaces/" + namespace,
                Map.of("metadata", metadata),
                Optional.of(guard(isolation, "labels")));
    }

    /** A value of the label for which a requirement does not hold; null for none. */
    private static @Nullable String failing(Requirement requirement) {
        return switch (requirement.operator()) {
            case In, Exists -> null;
            case NotIn -> requirement.values().getFirst();
            case DoesNotExist -> NAME;
        };
    }

    private static Map<String, Object> marked(String isolation) {
        return Map.of("annotations", Map.of(ANNOTATION, isolation));
    }

    private static Map<String, Object> policy(String isolation, String namespace, Map<String, Object> spec) {
        var metadata = new LinkedHashMap<>(marked(isolation));
        metadata.put("name", NAME);
        metadata.put("namespace", namespace);
        return Map.of(
                "apiVersion", "networking.k8s.io/v1", "kind", "NetworkPolicy", "metadata", metadata, "spec", spec);
    }
}
