package vn.onshore.residency.live;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Informers;
import vn.onshore.kube.ServerApis;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.residency.verify.GroupKind;
import vn.onshore.residency.verify.Verifier;

/**
 * Reads everything that the server can list, page by page from the server itself and not from a cache, and judges it for
 * all policies. Kinds of which no rule speaks are only counted. What may not be read is part of the result.
 */
public final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int PAGE = 500;
    private static final int FORBIDDEN = 403;
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private final ApiServer server;
    private final Informers informers;
    private final Clock clock;

    public Sweep(ApiServer server, Informers informers, Clock clock) {
        this.server = server;
        this.informers = informers;
        this.clock = clock;
    }

    /**
     * What a sweep saw.
     *
     * @param at when it ended
     * @param counts objects by kind; every kind that could be listed
     * @param unread kinds that could not be listed, with the server's reason
     */
    public record Result(Instant at, Map<GroupKind, Long> counts, Map<GroupKind, String> unread) {
        public static final Result NONE = new Result(Instant.EPOCH, Map.of(), Map.of());

        public long objects() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Kinds with the reason, sorted. */
        public List<String> unreadSentences() {
            return unread.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .sorted()
                    .toList();
        }
    }

    /** @param watches the policies to judge for */
    public Result run(ServerApis apis, List<PolicyWatch> watches) {
        var counts = new HashMap<GroupKind, Long>();
        var unread = new HashMap<GroupKind, String>();
        for (var kind : apis.kinds().values()) {
            var key = new GroupKind(kind.group(), kind.kind());
            try {
                var spoken = !watches.isEmpty() && Verifier.speaksOf(kind.group(), kind.kind());
                counts.put(key, spoken ? judge(kind, watches) : count(kind));
            } catch (Unreadable e) {
                unread.put(key, e.getMessage() == null ? "" : e.getMessage());
            }
        }
        for (var group : apis.unreachable()) {
            unread.put(new GroupKind(group, "*"), "discovery of the group failed");
        }
        watches.forEach(watch -> forgetUnserved(watch.book(), apis));
        log.atInfo()
                .addKeyValue("kinds", counts.size())
                .addKeyValue("unread", unread.size())
                .log("sweep ended");
        return new Result(clock.instant(), Map.copyOf(counts), Map.copyOf(unread));
    }

    /** With its definition the objects of a kind are gone, and no list will ever say so. */
    private static void forgetUnserved(FindingBook book, ServerApis apis) {
        for (var kind : book.kinds()) {
            var group = kind.substring(0, kind.indexOf('/'));
            if (!apis.kinds().containsKey(kind) && !apis.unreachable().contains(group)) {
                book.forget(kind);
            }
        }
    }

    private long count(ApiKind kind) throws Unreadable {
        var page = list(kind.path(null) + "?limit=1", METADATA_ONLY);
        return page.at("items").items().size()
                + page.at("metadata", "remainingItemCount").number(0);
    }

    private long judge(ApiKind kind, List<PolicyWatch> watches) throws Unreadable {
        var marks = new IdentityHashMap<PolicyWatch, Long>();
        watches.forEach(watch -> marks.put(watch, watch.book().mark()));
        var next = "";
        long objects = 0;
        do {
            var page = list(
                    kind.path(null) + "?limit=" + PAGE
                            + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8)),
                    "application/json");
            for (var item : page.at("items").items()) {
                var object = complete(item, kind);
                objects++;
                watches.forEach(watch -> watch.judge(object, () -> !watchedNewer(kind, object)));
            }
            next = page.at("metadata", "continue").text();
        } while (!next.isEmpty());
        if (Watched.of(kind.group(), kind.kind()).isEmpty()) {
            marks.forEach(
                    (watch, mark) -> watch.book().forgetUnseen(PolicyWatch.kind(kind.group(), kind.kind()), mark));
        }
        return objects;
    }

    /** The cache has another version: its news are judged as they come, and an old page must not overwrite them. */
    private boolean watchedNewer(ApiKind kind, Manifest object) {
        return Watched.of(kind.group(), kind.kind())
                .filter(informers::watches)
                .map(watched -> informers
                        .get(watched, object.namespace().isEmpty() ? null : object.namespace(), object.name())
                        .filter(cached -> version(cached).equals(version(object)))
                        .isEmpty())
                .orElse(false);
    }

    private static String version(Manifest object) {
        return object.tree().at("metadata", "resourceVersion").text();
    }

    /** Items of a list do not repeat what they are. */
    private static Manifest complete(Tree item, ApiKind kind) {
        var tree = new HashMap<>(item.fields());
        tree.put("apiVersion", kind.apiVersion());
        tree.put("kind", kind.kind());
        return Manifest.of(tree);
    }

    private Tree list(String path, String accept) throws Unreadable {
        try {
            var answer = server.get(path, accept);
            if (!answer.ok()) {
                throw new Unreadable(
                        answer.code() == FORBIDDEN
                                ? "the operator may not list it"
                                : "the server answered " + answer.code() + " " + answer.message());
            }
            return answer.body();
        } catch (UncheckedIOException e) {
            throw new Unreadable("the server gave no answer");
        }
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }
}
