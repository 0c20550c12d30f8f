package vn.onshore.isolation.live;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.verify.IsolationVerifier;
import vn.onshore.isolation.verify.Sighting;
import vn.onshore.isolation.verify.VerifierInputs;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/**
 * Judges zones as the cluster changes. One thread does all of it, in the order in which the news came, and takes together
 * what comes within {@link #TOGETHER}. While nobody asks, nothing is kept.
 */
public final class Judge implements Informers.Listener, AutoCloseable {
    /** What changes within this is judged at once. */
    static final Duration TOGETHER = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final Informers informers;
    private final Surroundings surroundings;
    private final Clock clock;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile Consumer<String> turned = name -> {};
    private volatile boolean busy;
    /** Whether anybody ever asked: until then the caches are all that is needed, and nobody follows what changes. */
    private volatile boolean isNeeded;

    public Judge(Informers informers, Clock clock) {
        this.informers = informers;
        this.clock = clock;
        surroundings = new Surroundings(informers);
        thread = Thread.ofPlatform().daemon().name("isolation-judge").unstarted(this::work);
    }

    private sealed interface News {
        record Changed(
                Watched kind,
                @Nullable Manifest before,
                @Nullable Manifest after) implements News {}

        record Asked(String name, Question question) implements News {}

        record Forgotten(String name) implements News {}

        record Found(List<Sighting> sightings) implements News {}
    }

    private record Watch(
            Question question,
            Reachability reachability,
            @Nullable Judgement last) {}

    /** @param turned told the name of a resource that stands otherwise */
    public void start(Consumer<String> turned) {
        this.turned = turned;
        thread.start();
    }

    /** From now on a resource is judged by this; returns at once. */
    public void ask(String name, Question question) {
        var watch = watches.get(name);
        if (watch == null || !watch.question.equals(question)) {
            // Before the caches are read: what changes after that must not be missed.
            isNeeded = true;
            news.add(new News.Asked(name, question));
        }
    }

    public void forget(String name) {
        news.add(new News.Forgotten(name));
    }

    /** Objects of kinds that are not watched, as they were listed last. */
    public void found(List<Sighting> sightings) {
        news.add(new News.Found(sightings));
    }

    /** Whether anybody asks. */
    public boolean isAsked() {
        return !watches.isEmpty();
    }

    /** Changes that wait to be judged. */
    public int backlog() {
        return news.size();
    }

    /** The answer to exactly this question, as of now if nothing waits to be judged. */
    public Optional<Judgement> judgement(String name, Question question) {
        return Optional.ofNullable(watches.get(name))
                .map(Watch::last)
                .filter(judgement -> judgement.question().equals(question))
                .map(judgement -> news.isEmpty() && !busy ? judgement.asOf(clock.instant()) : judgement);
    }

    @Override
    public void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after) {
        if (isNeeded && (Surroundings.KINDS.contains(kind) || kind == Watched.SERVICE_CIDR)) {
            if (before == null || after == null || !isSame(before, after)) {
                news.add(new News.Changed(kind, before, after));
            }
        }
    }

    /** Heartbeats change nothing but the version. */
    private static boolean isSame(Manifest before, Manifest after) {
        return before.labels().equals(after.labels())
                && before.annotations().equals(after.annotations())
                && before.tree().at("spec").equals(after.tree().at("spec"))
                && before.tree().at("status").equals(after.tree().at("status"))
                && before.tree().at("endpoints").equals(after.tree().at("endpoints"))
                && before.tree().at("ports").equals(after.tree().at("ports"));
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var batch = batch();
                busy = true;
                take(batch);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("cannot judge a change, taking the whole cluster in anew", e);
                anew();
            } finally {
                busy = false;
            }
        }
    }

    /** The next news and what comes within a moment after them; nobody who asks is kept waiting. */
    private List<News> batch() throws InterruptedException {
        var batch = new ArrayList<News>();
        batch.add(news.take());
        var until = System.nanoTime() + TOGETHER.toNanos();
        while (!(batch.getLast() instanceof News.Asked)) {
            var next = news.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void take(List<News> batch) {
        var changes = new ArrayList<Change>();
        var stale = false;
        for (var one : batch) {
            switch (one) {
                case News.Changed(var kind, var before, var after)
                when isAsked() -> {
                    stale |= kind == Watched.NODE || kind == Watched.SERVICE_CIDR || kind == Watched.SERVICE;
                    if (kind != Watched.SERVICE_CIDR) {
                        surroundings.read(kind, before, after, changes);
                    }
                }
                case News.Changed ignored -> {}
                case News.Found(var sightings) -> surroundings.unwatched(sightings);
                case News.Forgotten(var name) -> watches.remove(name);
                case News.Asked asked -> {
                    follow(changes, stale);
                    changes.clear();
                    stale = false;
                    begin(asked.name, asked.question);
                }
            }
        }
        follow(changes, stale);
        watches.keySet().forEach(this::judge);
    }

    private void begin(String name, Question question) {
        var all = watches.values().stream()
                .findFirst()
                .map(watch -> watch.reachability.world())
                .orElseGet(surroundings::all);
        var world = with(
                all,
                Stream.concat(
                                all.pods().stream().filter(pod -> !pod.hostNetwork()),
                                surroundings
                                        .hostPods()
                                        .filter(pod -> !surroundings.isInZone(question.plan(), pod.namespace())))
                        .toList(),
                all.networks());
        var before = watches.get(name);
        watches.put(
                name,
                new Watch(
                        question,
                        Reachability.of(world, question.profile(), question.plan()),
                        before == null ? null : before.last));
    }

    /** @param stale whether the cluster's own networks may be others */
    private void follow(List<Change> changes, boolean stale) {
        var networks = stale && isAsked() ? ClusterNetworks.of(informers) : null;
        watches.replaceAll((name, watch) -> {
            var after = changes.isEmpty()
                    ? watch.reachability
                    : watch.reachability.after(without(watch.question.plan(), changes));
            return new Watch(
                    watch.question, networks == null ? after : in(networks, after, watch.question), watch.last);
        });
    }

    private static Reachability in(Networks networks, Reachability reachability, Question question) {
        var world = reachability.world();
        return networks.equals(world.networks())
                ? reachability
                : Reachability.of(with(world, world.pods(), networks), question.profile(), question.plan());
    }

    private static World with(World world, List<Pod> pods, Networks networks) {
        return new World(world.namespaces(), pods, world.policies(), world.nodes(), networks);
    }

    /**
     * The engine is not asked about pods of zones on a node's network. No policy selects them, so that it would call open
     * what nobody can tell, and the verifier makes their zones unknown.
     */
    private List<Change> without(ZonePlan plan, List<Change> changes) {
        var seen = new ArrayList<Change>();
        for (var change : changes) {
            seen.add(change instanceof Change.PutPod(var pod) ? placed(plan, pod) : change);
            if (change instanceof Change.PutNamespace(var namespace)) {
                surroundings.hostPods(namespace.name()).forEach(pod -> seen.add(placed(plan, pod)));
            }
        }
        return seen;
    }

    private Change placed(ZonePlan plan, Pod pod) {
        return pod.hostNetwork() && surroundings.isInZone(plan, pod.namespace())
                ? new Change.RemovePod(pod.namespace(), pod.name())
                : new Change.PutPod(pod);
    }

    private void judge(String name) {
        var watch = watches.get(name);
        if (watch == null) {
            return;
        }
        var question = watch.question;
        var asked = watch.reachability.world();
        var hostPods = surroundings
                .hostPods()
                .filter(pod -> surroundings.isInZone(question.plan(), pod.namespace()))
                .toList();
        var world = hostPods.isEmpty()
                ? asked
                : with(
                        asked,
                        Stream.concat(asked.pods().stream(), hostPods.stream()).toList(),
                        asked.networks());
        var verdicts = IsolationVerifier.verify(new VerifierInputs(
                question.plan(),
                world,
                watch.reachability.zones(),
                question.profile(),
                question.enforcement(),
                surroundings.sightings(),
                question.open(),
                question.more(),
                clock.instant()));
        var judgement = new Judgement(question, verdicts, seen(world, hostPods.size()), clock.instant());
        watches.put(name, new Watch(question, watch.reachability, judgement));
        if (watch.last == null || !watch.last.saysTheSameAs(judgement)) {
            turned.accept(name);
        }
    }

    private Judgement.Seen seen(World world, int hostPods) {
        return new Judgement.Seen(
                world.pods().size(),
                hostPods,
                world.policies().size(),
                surroundings.notEvaluated(),
                surroundings.unreadable());
    }

    /** After an error nobody knows what the engine has: everything is taken from the caches. */
    private void anew() {
        try {
            var questions = new HashMap<String, Question>();
            watches.forEach((name, watch) -> questions.put(name, watch.question));
            watches.clear();
            questions.forEach(this::begin);
            watches.keySet().forEach(this::judge);
        } catch (RuntimeException e) {
            log.error("cannot judge", e);
            watches.clear();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
