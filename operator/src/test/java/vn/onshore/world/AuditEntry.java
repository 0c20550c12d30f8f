package vn.onshore.world;

import java.util.Set;
import vn.onshore.kube.Json;

/**
 * A request, as the API server noted it.
 *
 * @param resource with the subresource, such as {@code pods/eviction}; empty for paths that are no resource
 * @param code HTTP status of the answer
 * @param forbidden whether the authorizer refused it, and not a policy or a namespace that is going away
 */
public record AuditEntry(
        String user,
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        String uri,
        long code,
        boolean forbidden) {
    private static final Set<String> READS = Set.of("get", "list", "watch");

    /** Groups whose POSTs are questions, and tokens, which are not stored. */
    private static final Set<String> QUESTIONS = Set.of("authorization.k8s.io", "authentication.k8s.io");

    static AuditEntry of(String line) {
        var entry = Json.read(line);
        var subject = entry.at("objectRef");
        var subresource = subject.at("subresource").text();
        return new AuditEntry(
                entry.at("user", "username").text(),
                entry.at("verb").text(),
                subject.at("apiGroup").text(),
                subject.at("resource").text() + (subresource.isEmpty() ? "" : "/" + subresource),
                subject.at("namespace").text(),
                subject.at("name").text(),
                entry.at("requestURI").text(),
                entry.at("responseStatus", "code").number(0),
                entry.at("annotations", "authorization.k8s.io/decision").text().equals("forbid"));
    }

    public boolean isDryRun() {
        return uri.contains("dryRun=All");
    }

    /** Whether it may have changed what is stored. */
    public boolean writes() {
        return !READS.contains(verb)
                && !isDryRun()
                && !QUESTIONS.contains(group)
                && !resource.equals("serviceaccounts/token");
    }
}
