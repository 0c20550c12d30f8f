package vn.onshore.residency.live;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.ExitCatalogue;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.residency.verify.GroupKind;
import vn.onshore.residency.verify.PolicyView;
import vn.onshore.residency.verify.ServiceName;
import vn.onshore.residency.verify.Verifier;

/**
 * One policy on the running cluster: how it judges, what it found, and how much of that still holds.
 *
 * <p>What is watched is judged anew as soon as anything changes by which it is judged. Everything else is read by sweeps
 * only, so that between such a change and the end of the next sweep its judgements are old ones. They stay in the book,
 * so that a violation does not vanish by looking away, but the rules behind them are outdated, and count as Unknown where
 * they say nothing worse. Safe for use by several threads.
 */
public final class PolicyWatch {
    private final String name;
    private final String boundary;
    private final PolicyView view;
    private final LiveLookup lookup;
    private final Verifier verifier;
    private final FindingBook book;
    /** Objects, beside nodes and pods, whose judgement asked where a node stands. */
    private final Set<Key> placedByNodes = new HashSet<>();

    private Sweep.Result sweep = Sweep.Result.NONE;
    private Map<String, String> outdated = new TreeMap<>();
    /** What became outdated since the sweep under way began. */
    private Map<String, String> outdatedMeanwhile = new TreeMap<>();

    private record Key(GroupKind kind, String namespace, String name) {
        static Key of(Manifest object) {
            return new Key(new GroupKind(object.group(), object.kind()), object.namespace(), object.name());
        }
    }

    /**
     * The first look of a policy.
     *
     * @param boundary name of the one that the policy refers to
     */
    PolicyWatch(String boundary, PolicyView view, LiveLookup lookup) {
        this(boundary, view, lookup, new FindingBook());
    }

    private PolicyWatch(String boundary, PolicyView view, LiveLookup lookup, FindingBook book) {
        this.name = view.name();
        this.boundary = boundary;
        this.view = view;
        this.lookup = lookup;
        this.verifier = new Verifier(view, lookup);
        this.book = book;
    }

    /** The same policy with another view of what is inside; begins with what only a sweep can judge anew. */
    synchronized PolicyWatch renewed(String newBoundary, PolicyView newView, LiveLookup newLookup) {
        var next = new PolicyWatch(
                newBoundary, newView, newLookup, FindingBook.continuing(book, kind -> !isWatched(kind)));
        newLookup.leads().continueFrom(lookup.leads(), kind -> !isWatched(kind));
        next.sweep = sweep;
        next.outdated.putAll(outdated);
        var selection = !newView.namespaces().equals(view.namespaces());
        sweep.counts().forEach((kind, count) -> {
            if (count > 0 && !isWatched(kind)) {
                next.outdate(kind, selection, "the policy or its boundary changed");
            }
        });
        return next;
    }

    String name() {
        return name;
    }

    String boundary() {
        return boundary;
    }

    public PolicyView view() {
        return view;
    }

    public FindingBook book() {
        return book;
    }

    public synchronized Look look() {
        return new Look(sweep, outdated);
    }

    /** Judges one object and books the result; whether that changed anything that a status shows. */
    boolean judge(Manifest object) {
        return judge(object, () -> true);
    }

    /**
     * The same for an object that may have been read long ago.
     *
     * @param stillSo whether that is still what the object is; asked when no other judgement can come in between
     */
    synchronized boolean judge(Manifest object, BooleanSupplier stillSo) {
        if (!stillSo.getAsBoolean()) {
            return false;
        }
        var changed = record(object);
        return follow(lookup.leads().note(object, verifier.leads(object))) || changed;
    }

    private boolean record(Manifest object) {
        var findings = verifier.judge(object);
        var key = Key.of(object);
        if (lookup.wasAskedForNode() && !followsNodes(key.kind())) {
            placedByNodes.add(key);
        } else {
            placedByNodes.remove(key);
        }
        return book.put(kind(object), key(object), findings, verifier.touches(object));
    }

    /** Judges Services to which something leads now, or no longer; each may be a name that leads to the next. */
    private boolean follow(Set<ServiceName> turned) {
        var changed = false;
        for (var waiting = new ArrayDeque<>(turned); !waiting.isEmpty(); ) {
            for (var part : lookup.partsOf(waiting.remove())) {
                changed |= record(part);
                waiting.addAll(lookup.leads().note(part, verifier.leads(part)));
            }
        }
        return changed;
    }

    /** Whether that changed anything that a status shows. */
    synchronized boolean forget(Manifest object) {
        placedByNodes.remove(Key.of(object));
        var changed = book.remove(kind(object), key(object));
        return follow(lookup.leads().note(object, Set.of())) || changed;
    }

    /** Judges every watched object. */
    void judgeAll(ObjectSource objects) {
        for (var kind : Watched.values()) {
            if (!kind.isExtract()
                    && Verifier.speaksOf(kind.kind().group(), kind.kind().kind())) {
                objects.all(kind).forEach(this::judge);
            }
        }
    }

    /** Nodes stand differently: judges anew what was judged by them, beside nodes and pods. */
    synchronized void nodesMoved(ObjectSource objects) {
        for (var key : List.copyOf(placedByNodes)) {
            Watched.of(key.kind().group(), key.kind().kind())
                    .ifPresentOrElse(
                            kind -> objects.get(kind, key.namespace().isEmpty() ? null : key.namespace(), key.name())
                                    .ifPresent(this::judge),
                            () -> outdate(key.kind(), false, "nodes stand differently"));
        }
    }

    /** The policy governs another set of namespaces: what only a sweep reads in them was judged by the old one. */
    synchronized void namespacesMoved() {
        sweep.counts().forEach((kind, count) -> {
            if (count > 0 && !isWatched(kind)) {
                outdate(kind, true, "a namespace came or went");
            }
        });
    }

    /** @param selection whether other objects are governed now, which more rules than those that judge them speak of */
    private synchronized void outdate(GroupKind kind, boolean selection, String why) {
        var rules = selection
                ? ExitCatalogue.speakingOf(kind.group(), kind.kind())
                : Verifier.rulesFor(kind.group(), kind.kind());
        for (var rule : rules) {
            outdated.putIfAbsent(rule, why);
            outdatedMeanwhile.putIfAbsent(rule, why);
        }
    }

    /** A sweep begins that looks for this policy. */
    synchronized void lookBegins() {
        lookup.leads().begin();
        outdatedMeanwhile = new TreeMap<>();
    }

    /** It has ended. */
    synchronized void lookEnded(Sweep.Result result) {
        sweep = result;
        outdated = new TreeMap<>(outdatedMeanwhile);
        follow(lookup.leads()
                .forgetUnseen(kind -> !isWatched(kind) && !result.unread().containsKey(kind)));
    }

    private static boolean isWatched(GroupKind kind) {
        return Watched.of(kind.group(), kind.kind()).isPresent();
    }

    private static boolean isWatched(String kind) {
        var slash = kind.indexOf('/');
        return Watched.of(kind.substring(0, slash), kind.substring(slash + 1)).isPresent();
    }

    /** Nodes and the pods on them are judged anew with their node. */
    private static boolean followsNodes(GroupKind kind) {
        return kind.group().isEmpty()
                && (kind.kind().equals("Node") || kind.kind().equals("Pod"));
    }

    static String kind(Manifest object) {
        return kind(object.group(), object.kind());
    }

    static String kind(String group, String kind) {
        return group + "/" + kind;
    }

    private static String key(Manifest object) {
        return object.namespace() + "/" + object.name();
    }
}
