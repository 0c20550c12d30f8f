package vn.onshore.isolation.live;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Digest;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.live.ConfigMaps.Reference;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.observed.ConfigMapLogs;
import vn.onshore.isolation.observed.FlowBook;
import vn.onshore.isolation.observed.Placement;
import vn.onshore.isolation.observed.Tenant;
import vn.onshore.kube.Informers;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * The flow logs of each resource. A log is read again only if its ConfigMap has another version, and its addresses are placed
 * again only if a pod or node that has one of them came or went.
 */
public final class FlowLogs implements Informers.Listener {
    /** How long a change of a log, or of those whose addresses it has, may go unseen. */
    public static final Duration TICK = Duration.ofSeconds(5);

    private final ConfigMaps configMaps;
    private final ObjectSource objects;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    public FlowLogs(ConfigMaps configMaps, ObjectSource objects) {
        this.configMaps = configMaps;
        this.objects = objects;
    }

    /** What the ConfigMaps of a resource say; asks the server if they were never read. */
    public Observed of(String isolation, List<Reference> named, Networks own) {
        var page = pages.get(isolation);
        if (page == null || !page.named.equals(named)) {
            page = new Page(named, read(named));
            // Before the caches are read: what changes after that must not be missed.
            pages.put(isolation, page);
        }
        return page.observed(own);
    }

    public void forget(String isolation) {
        pages.remove(isolation);
    }

    /**
     * Looks whether anything is otherwise than it was.
     *
     * @param turned told the name of each resource to which that matters
     */
    public void look(Consumer<String> turned) {
        pages.forEach((isolation, page) -> {
            if (isOutdated(page.contents.versions)
                    ? pages.replace(isolation, page, new Page(page.named, read(page.named)))
                    : page.isDue()) {
                turned.accept(isolation);
            }
        });
    }

    @Override
    public void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after) {
        if (pages.isEmpty() || kind != Watched.POD && kind != Watched.NODE) {
            return;
        }
        var was = before == null ? Map.<IpAddress, Tenant>of() : Tenant.of(before);
        var is = after == null ? Map.<IpAddress, Tenant>of() : Tenant.of(after);
        if (!was.equals(is)) {
            pages.values().forEach(page -> page.stir(was.keySet(), is.keySet()));
        }
    }

    /** As long as the server has no answer, what was read last stands. */
    private boolean isOutdated(Map<Reference, String> versions) {
        return versions.entrySet().stream()
                .anyMatch(known -> configMaps
                        .version(known.getKey())
                        .filter(version -> !version.equals(known.getValue()))
                        .isPresent());
    }

    private Contents read(List<Reference> named) {
        var versions = new HashMap<Reference, String>();
        var logs = new ArrayList<Observed.Log>();
        var unread = new ArrayList<String>();
        var book = FlowBook.withoutLines();
        var written = Instant.MIN;
        for (var one : named) {
            switch (configMaps.read(one)) {
                case ConfigMaps.Read(var map) -> {
                    versions.put(
                            one, map.tree().at("metadata", "resourceVersion").text());
                    logs.add(new Observed.Log(one.namespace() + "/" + one.name(), digest(map)));
                    ConfigMapLogs.read(map, book);
                    written = later(written, written(map));
                }
                case ConfigMaps.Unread(var why) -> {
                    versions.put(one, "");
                    unread.add(why);
                }
            }
        }
        return new Contents(versions, logs, unread, book, written, Placement.addresses(book.flows()));
    }

    private static String digest(Manifest configMap) {
        var held = new HashMap<String, @Nullable Object>();
        for (var part : List.of("data", "binaryData")) {
            held.put(part, configMap.tree().at(part).value());
        }
        return "sha256:" + Digest.sha256(JsonTree.canonical(held));
    }

    /** When somebody last changed it, by the server's clock. */
    private static Instant written(Manifest configMap) {
        var metadata = configMap.tree().at("metadata");
        return Stream.concat(
                        Stream.of(metadata.at("creationTimestamp")),
                        metadata.at("managedFields").items().stream().map(entry -> entry.at("time")))
                .map(FlowLogs::time)
                .reduce(Instant.MIN, FlowLogs::later);
    }

    private static Instant time(Tree time) {
        try {
            return Instant.parse(time.text());
        } catch (DateTimeException none) {
            return Instant.MIN;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * What was read.
     *
     * @param versions of the ConfigMaps, "" of those that could not be read
     * @param book not to be written any more
     * @param written when the last of them was
     * @param asked the addresses whose tenants have to be known
     */
    private record Contents(
            Map<Reference, String> versions,
            List<Observed.Log> logs,
            List<String> unread,
            FlowBook book,
            Instant written,
            Set<IpAddress> asked) {

        Observed observed(Placement placement) {
            return new Observed(logs, unread, book.garbage(), book.problems(), book.remarks(), book.isCut(), placement);
        }
    }

    /** What was read for one resource, and by whom its addresses were had when they were placed last. */
    private final class Page {
        private final List<Reference> named;
        private final Contents contents;
        private volatile boolean stirred;
        private volatile @Nullable Placed last;

        /** @param own the cluster's networks, by which it was placed */
        private record Placed(Networks own, Observed observed) {}

        private Page(List<Reference> named, Contents contents) {
            this.named = named;
            this.contents = contents;
        }

        private synchronized Observed observed(Networks own) {
            var known = last;
            if (known != null && known.own.equals(own)) {
                return known.observed;
            }
            stirred = false;
            var tenants = Tenant.among(
                    contents.asked.isEmpty()
                            ? Stream.empty()
                            : Stream.concat(objects.all(Watched.POD), objects.all(Watched.NODE)),
                    contents.asked);
            var now = contents.observed(Placement.of(contents.book.flows(), tenants, own, contents.written));
            last = new Placed(own, now);
            return now;
        }

        private void stir(Set<IpAddress> before, Set<IpAddress> after) {
            if (!Collections.disjoint(before, contents.asked) || !Collections.disjoint(after, contents.asked)) {
                stirred = true;
            }
        }

        /** Whether it has to be placed again; then the next who asks does it. */
        private synchronized boolean isDue() {
            if (stirred) {
                last = null;
            }
            return last == null;
        }
    }
}
