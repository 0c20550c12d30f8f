package vn.onshore.residency.prove;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.prove.Attempt.Expected;

/**
 * Reads answers. The API server answers 422 with the name of the first ValidatingAdmissionPolicy that denies; every
 * other way to say no may come from somebody else, and proves nothing about the policy's own guards.
 */
final class Reading {
    /** Longest sentence of a server that is kept, in characters. */
    static final int LONGEST = 1024;

    private static final Pattern DENIAL = Pattern.compile(
            "^(?:[a-z0-9.]+ \"[^\"]*\" is forbidden: )?ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied"
                    + " request: ");
    private static final Pattern WARNING = Pattern.compile(
            "^299 [^ ]+ \"Validation failed for ValidatingAdmissionPolicy '([^']+)' with binding '[^']+': ");

    /** Kinds of requests about a pod, which admission judges before anybody looks for it. */
    private static final Set<String> ABOUT_A_POD = Set.of("Binding", "PodExecOptions");

    private final GuardNames guards;

    Reading(GuardNames guards) {
        this.guards = guards;
    }

    Observation of(Attempt attempt, Answer answer) {
        return switch (answer) {
            case Answer.Missing(var reason) -> new Observation(attempt, new Outcome.Inconclusive(reason), 0, "");
            case Answer.Replied(var code, var warnings, var body) ->
                new Observation(attempt, outcome(attempt, code, warnings, body), code, said(body));
        };
    }

    private Outcome outcome(Attempt attempt, int code, List<String> warnings, Tree body) {
        if (code == 422) {
            return refusal(body);
        }
        if (created(attempt.request(), code, body) || code == 404 && podMissing(attempt.request(), body)) {
            return warnings.stream()
                    .flatMap(warning -> group(WARNING, warning).stream())
                    .filter(guards::own)
                    .<Outcome>map(Outcome.Warned::new)
                    .findFirst()
                    .orElseGet(() -> admission(attempt, body));
        }
        return new Outcome.Inconclusive("the API server answered " + code + ": " + said(body));
    }

    private Outcome refusal(Tree body) {
        var message = body.at("message").text();
        return group(DENIAL, message)
                .map(this::refusedBy)
                .orElseGet(
                        () -> new Outcome.Inconclusive("it was found invalid before a guard was asked: " + said(body)));
    }

    private Outcome refusedBy(String guard) {
        if (guards.own(guard)) {
            return new Outcome.Refused(guard);
        }
        return guards.peer(guard)
                ? new Outcome.RefusedByPeer(guard)
                : new Outcome.Inconclusive(
                        "ValidatingAdmissionPolicy " + guard + " refused it, which is not of Onshore");
    }

    /** A 2xx that shows the object, or for a bind a success, and not the page of some proxy. */
    private static boolean created(ApiRequest request, int code, Tree body) {
        var kind = body.at("kind").text();
        return (code == 200 || code == 201)
                && (kind.equals(request.kind())
                        || kind.equals("Status") && body.at("status").text().equals("Success"));
    }

    /** Admission has let a request pass, and then there is no such pod. */
    private static boolean podMissing(ApiRequest request, Tree body) {
        var pod = request.object().at("metadata", "name").text();
        return ABOUT_A_POD.contains(request.kind())
                && body.at("details", "kind").text().equals("pods")
                && body.at("details", "name").text().equals(pod)
                && body.at("message").text().equals("pods \"" + pod + "\" not found");
    }

    private static Outcome admission(Attempt attempt, Tree body) {
        if (!(attempt.expected() instanceof Expected.Admitted(Map<String, String> due))) {
            return new Outcome.Admitted();
        }
        var injected = body.at("spec", "nodeSelector").textFields();
        return due.entrySet().stream()
                .filter(selector -> !selector.getValue().equals(injected.get(selector.getKey())))
                .map(selector -> selector.getKey() + "=" + selector.getValue())
                .sorted()
                .findFirst()
                .<Outcome>map(missing -> new Outcome.Bare("the nodeSelector " + missing))
                .orElseGet(Outcome.Admitted::new);
    }

    private static Optional<String> group(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String said(Tree body) {
        var message = body.at("message").text();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
