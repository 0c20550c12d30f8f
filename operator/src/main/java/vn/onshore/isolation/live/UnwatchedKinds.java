package vn.onshore.isolation.live;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import vn.onshore.isolation.verify.PolicyKinds;
import vn.onshore.isolation.verify.Sighting;
import vn.onshore.isolation.verify.Sightings;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.ServerApis;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * Lists objects of kinds that may open a path and are not evaluated, whatever installed them. They are few, and only their
 * names matter.
 */
public final class UnwatchedKinds {
    private static final String TIERED = "policy.networking.k8s.io";
    private static final int PAGE = 500;
    /** A verdict that names so many is Unknown whatever else there is. */
    private static final int MOST = 1_000;

    private final ApiServer server;

    public UnwatchedKinds(ApiServer server) {
        this.server = server;
    }

    /** What there is of them now. */
    public List<Sighting> look(ServerApis apis) {
        var found = new ArrayList<Sighting>();
        for (var kind : apis.kinds().values()) {
            if (matters(kind)) {
                list(kind, found);
            }
        }
        for (var group : apis.unreachable()) {
            found.add(new Sighting.UnreadKind("*." + group, "discovery of the group failed"));
        }
        return found;
    }

    /** An evaluated kind in a version that is not is as unknown as any other. */
    private static boolean matters(ApiKind kind) {
        var watched = Watched.of(kind.group(), kind.kind());
        return watched.isEmpty()
                ? PolicyKinds.speakOf(kind.group(), kind.kind())
                : kind.group().equals(TIERED) && !watched.get().kind().version().equals(kind.version());
    }

    private void list(ApiKind kind, List<Sighting> found) {
        var next = "";
        try {
            do {
                var answer = server.get(kind.path(null) + "?limit=" + PAGE + next);
                if (!answer.ok()) {
                    if (answer.code() != 404) {
                        found.add(unread(kind, "the server answered " + answer.code() + " " + answer.message()));
                    }
                    return;
                }
                answer.body().at("items").items().forEach(item -> found.addAll(Sightings.of(complete(item, kind))));
                var token = answer.body().at("metadata", "continue").text();
                next = token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
            } while (!next.isEmpty() && found.size() < MOST);
        } catch (UncheckedIOException e) {
            found.add(unread(kind, "the server gave no answer"));
        }
    }

    private static Sighting unread(ApiKind kind, String why) {
        return new Sighting.UnreadKind(kind.kind() + "." + kind.group(), why);
    }

    /** Items of a list do not repeat what they are. */
    private static Manifest complete(Tree item, ApiKind kind) {
        var tree = new LinkedHashMap<>(item.fields());
        tree.put("apiVersion", kind.apiVersion());
        tree.put("kind", kind.kind());
        return Manifest.of(tree);
    }
}
