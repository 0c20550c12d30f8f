package vn.onshore.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.onshore.manifest.Tree;

/**
 * What the API server serves, by discovery.
 *
 * @param minor the server's minor version, 0 if it cannot be read
 * @param kinds kinds that can be listed, in every served preferred version, by group and kind
 * @param unreachable groups whose discovery failed, such as an aggregated API that is down
 */
public record ServerApis(int minor, Map<String, ApiKind> kinds, List<String> unreachable) {
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    public ServerApis {
        kinds = Map.copyOf(kinds);
        unreachable = List.copyOf(unreachable);
    }

    public boolean serves(ApiKind kind) {
        var served = kinds.get(key(kind.group(), kind.kind()));
        return served != null;
    }

    public boolean serves(String group, String kind) {
        return kinds.containsKey(key(group, kind));
    }

    /**
     * Aggregated discovery: two requests whatever the number of groups.
     *
     * @throws UncheckedIOException if the server gives no answer, or none that tells
     */
    public static ServerApis discover(ApiServer server) {
        var kinds = new TreeMap<String, ApiKind>();
        var unreachable = new ArrayList<String>();
        for (var root : List.of("/api", "/apis")) {
            for (var group : ask(server, root).at("items").items()) {
                read(group, kinds, unreachable);
            }
        }
        var minor = ask(server, "/version").at("minor").text().replaceAll("\\D.*", "");
        return new ServerApis(minor.isEmpty() ? 0 : Integer.parseInt(minor), kinds, unreachable);
    }

    /** Half of what is served, taken for all of it, would make rules not applicable. */
    private static Tree ask(ApiServer server, String path) {
        var answer = server.get(path, AGGREGATED);
        if (!answer.ok()) {
            throw new UncheckedIOException(
                    "GET " + path,
                    new IOException("the API server answered " + answer.code() + " " + answer.message()));
        }
        return answer.body();
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
