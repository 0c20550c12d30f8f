package vn.onshore.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;

/** Objects as the server lists them when they are first asked for; for commands that look once and end. */
public final class ListedObjects implements ObjectSource {
    private static final int PAGE = 500;

    private final ApiServer server;
    private final Map<Watched, List<Manifest>> listed = new EnumMap<>(Watched.class);

    public ListedObjects(ApiServer server) {
        this.server = server;
    }

    /** The server does not let the user read something; the message is the server's sentence. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String kind, String message) {
            super("cannot list " + kind + ": " + message);
        }
    }

    /** @throws UnreadableException if the server refuses */
    @Override
    public Stream<Manifest> all(Watched kind) {
        return listed.computeIfAbsent(kind, this::list).stream();
    }

    /** @throws UnreadableException if the server refuses */
    @Override
    public Optional<Manifest> get(Watched kind, @Nullable String namespace, String name) {
        return all(kind)
                .filter(object ->
                        object.name().equals(name) && object.namespace().equals(namespace == null ? "" : namespace))
                .findFirst();
    }

    private List<Manifest> list(Watched watched) {
        var kind = watched.kind();
        var objects = new ArrayList<Manifest>();
        var next = "";
        do {
            var answer = server.get(kind.path(null) + "?limit=" + PAGE + next);
            if (answer.code() == 404) {
                return List.of();
            }
            if (!answer.ok()) {
                throw new UnreadableException(kind.plural(), answer.message());
            }
            for (var item : answer.body().at("items").items()) {
                var tree = new LinkedHashMap<String, Object>(item.fields());
                tree.put("apiVersion", kind.apiVersion());
                tree.put("kind", kind.kind());
                objects.add(Manifest.of(tree));
            }
            var token = answer.body().at("metadata", "continue").text();
            next = token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        } while (!next.isEmpty());
        return objects;
    }
}
