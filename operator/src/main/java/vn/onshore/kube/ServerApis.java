package vn.onshore.kube;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import vn.onshore.kube.ApiServer.Answer;
import vn.onshore.manifest.Tree;

/**
 * What the API server serves, by discovery.
 *
 * @param minor the server's minor version, 0 if it cannot be read
 * @param kinds kinds that can be listed, in every served preferred version, by group and kind
 * @param unreachable groups whose discovery failed, such as an aggregated API that is down
 * @param etag of what the server said of its groups; empty if it gave none
 */
public record ServerApis(int minor, Map<String, ApiKind> kinds, List<String> unreachable, String etag) {
    private static final String GROUPS = "/apis";
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    public ServerApis {
        kinds = Map.copyOf(kinds);
        unreachable = List.copyOf(unreachable);
    }

    public boolean serves(ApiKind kind) {
        return serves(kind.group(), kind.kind());
    }

    /** Whether the kind is served in this version, and the server prefers no other. */
    public boolean prefers(ApiKind kind) {
        var served = kinds.get(key(kind.group(), kind.kind()));
        return served != null && served.version().equals(kind.version());
    }

    public boolean serves(String group, String kind) {
        return kinds.containsKey(key(group, kind));
    }

    /** Everything that can be listed, as {@code group/version/resource}. */
    public Set<String> resources() {
        return kinds.values().stream()
                .map(kind -> kind.group() + "/" + kind.version() + "/" + kind.plural())
                .collect(Collectors.toSet());
    }

    /**
     * The version, and aggregated discovery: two requests whatever the number of groups.
     *
     * @throws UncheckedIOException if the server gives no answer, or none that tells
     */
    public static ServerApis discover(ApiServer server) {
        // Alone and first: requests at once would each open a connection before the server has offered HTTP/2.
        var minor = ask(server, "/version").body().at("minor").text().replaceAll("\\D.*", "");
        var kinds = new TreeMap<String, ApiKind>();
        var unreachable = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var core = threads.submit(() -> ask(server, "/api"));
            var groups = threads.submit(() -> ask(server, GROUPS));
            for (var root : List.of(core, groups)) {
                answer(root).body().at("items").items().forEach(group -> read(group, kinds, unreachable));
            }
            return new ServerApis(
                    minor.isEmpty() ? 0 : Integer.parseInt(minor),
                    kinds,
                    unreachable,
                    answer(groups).etag());
        }
    }

    /**
     * Whether the server still says the same of its groups, asked in one request that is answered without body if so. True
     * as well if it does not say, or if nobody can ask so cheaply.
     *
     * @throws UncheckedIOException if the server gives no answer
     */
    public boolean isStillSo(ApiServer server) {
        if (etag.isEmpty()) {
            return true;
        }
        var answer = server.get(GROUPS, AGGREGATED, etag);
        return !answer.ok() || answer.etag().equals(etag);
    }

    private static Answer answer(Future<Answer> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("discovery was interrupted"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException unanswered) {
                throw unanswered;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Half of what is served, taken for all of it, would make rules not applicable. */
    private static Answer ask(ApiServer server, String path) {
        var answer = server.get(path, AGGREGATED);
        if (!answer.ok()) {
            throw new UncheckedIOException(
                    "GET " + path,
                    new IOException("the API server answered " + answer.code() + " " + answer.message()));
        }
        return answer;
    }

    private static void read(Tree group, Map<String, ApiKind> kinds, List<String> unreachable) {
        var name = group.at("metadata", "name").text();
        for (var version : group.at("versions").items()) {
            if (version.at("freshness").text().equals("Stale")) {
                unreachable.add(name);
            }
            for (var resource : version.at("resources").items()) {
                if (resource.at("verbs").texts().contains("list")) {
                    var kind = resource.at("responseKind", "kind").text();
                    kinds.putIfAbsent(
                            key(name, kind),
                            new ApiKind(
                                    name,
                                    version.at("version").text(),
                                    kind,
                                    resource.at("resource").text(),
                                    resource.at("scope").text().equals("Namespaced")));
                }
            }
        }
    }

    private static String key(String group, String kind) {
        return group + "/" + kind;
    }
}
