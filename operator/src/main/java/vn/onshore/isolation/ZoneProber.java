package vn.onshore.isolation;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationInputs.Probed;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.guard.GuardNames;
import vn.onshore.isolation.guard.ProbeGuards;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.prove.ProbeImage;
import vn.onshore.isolation.prove.ProbeInputs;
import vn.onshore.isolation.prove.ProbePlan;
import vn.onshore.isolation.prove.ProbeRecords.Started;
import vn.onshore.isolation.read.PodReader;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Applier.Desired;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Sends probes into the zones when it is time for them, and finds what they left. */
final class ZoneProber {
    private final Informers informers;
    private final Applier applier;
    private final ProbeImage image;
    private final Clock clock;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    ZoneProber(Informers informers, Applier applier, ProbeImage image, Clock clock) {
        this.informers = informers;
        this.applier = applier;
        this.image = image;
        this.clock = clock;
    }

    /** @param troubles sentences about probes that could not be sent, or have nobody to reach */
    private record Sent(Started started, List<String> troubles) {}

    /** What there is of probes, by the caches. */
    Probed gather(Isolation isolation) {
        var last = Optional.ofNullable(sent.get(isolation.uid()));
        return new Probed(
                image,
                informers.ownedBy(Watched.PROBE_JOB, isolation.uid()).toList(),
                informers.ownedBy(Watched.PROBE_POD, isolation.uid()).toList(),
                guarded(isolation),
                last.map(Sent::started),
                last.map(Sent::troubles).orElse(List.of()));
    }

    /** When the youngest of the guards was made; empty unless all of them are there. */
    private Optional<Instant> guarded(Isolation isolation) {
        var latest = Instant.MIN;
        for (var name : ProbeGuards.names(isolation.name())) {
            for (var kind : List.of(Watched.VALIDATING_POLICY, Watched.VALIDATING_BINDING)) {
                var made = informers
                        .get(kind, null, name)
                        .filter(guard -> isolation.uid().equals(guard.labels().get(GuardNames.OWNER_LABEL)))
                        .flatMap(ZoneProber::made);
                if (made.isEmpty()) {
                    return Optional.empty();
                }
                latest = made.get().isAfter(latest) ? made.get() : latest;
            }
        }
        return Optional.of(latest);
    }

    private static Optional<Instant> made(Manifest object) {
        try {
            return Optional.of(Instant.parse(
                    object.tree().at("metadata", "creationTimestamp").text()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Makes the Jobs of the present round that are not there. Who is reached is looked up only for that. */
    void probe(IsolationInputs in, Work work) {
        var turn = work.probes().turn();
        if (turn.isEmpty() || !turn.get().open()) {
            return;
        }
        var plan = ProbePlan.of(new ProbeInputs(
                in.isolation().subject(),
                work.probes().plan(),
                new World(in.namespaces(), running(work).toList(), List.of(), List.of(), Networks.UNKNOWN),
                image,
                work.probes().schedule(),
                turn.get().round(),
                turn.get().probed()));
        var troubles = new ArrayList<String>();
        applier
                .applyCached(
                        plan.jobs().stream()
                                .map(job -> new Desired(Watched.PROBE_JOB.kind(), job))
                                .toList(),
                        job -> informers
                                .get(
                                        Watched.PROBE_JOB,
                                        job.object().namespace(),
                                        job.object().name())
                                .orElse(null),
                        IsolationEnforcement.MANAGER)
                .stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .forEach(failed -> troubles.add(failed.sentence()));
        troubles.addAll(plan.untried());
        sent.put(
                in.isolation().uid(),
                new Sent(new Started(turn.get().round(), clock.instant()), List.copyOf(troubles)));
    }

    private Stream<Pod> running(Work work) {
        return work.namespaces().values().stream()
                .flatMap(List::stream)
                .flatMap(namespace -> informers.inNamespace(Watched.POD, namespace))
                .filter(pod -> pod.tree().at("status", "phase").text().equals("Running")
                        && !pod.tree().at("metadata", "deletionTimestamp").isPresent())
                .flatMap(pod -> PodReader.read(pod.tree()).stream().map(read -> listening(read, pod.tree())));
    }

    /** A port that has no name is as good a destination as one that has. */
    private static Pod listening(Pod pod, Tree object) {
        var ports = object.at("spec", "containers").items().stream()
                .flatMap(container -> container.at("ports").items().stream())
                .filter(port -> List.of("", "TCP").contains(port.at("protocol").text()))
                .map(port -> (int) port.at("containerPort").number(0))
                .filter(number -> number >= PortSet.FIRST && number <= PortSet.LAST)
                .map(number -> new Pod.NamedPort("", Protocol.TCP, number))
                .toList();
        return new Pod(
                pod.namespace(), pod.name(), pod.labels(), ports, pod.addresses(), pod.hostNetwork(), pod.workload());
    }

    void forget(String uid) {
        sent.remove(uid);
    }
}
