package vn.onshore.isolation.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;
import vn.onshore.manifest.Manifest;

/** Zones storage, app and mgmt; app may reach the database of storage, and nobody the outside. */
record Ground(ZonePlan plan, ProbeSchedule schedule, Instant now) {
    static final Duration EVERY = Duration.ofMinutes(10);
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Destination DATABASE = to("10.244.0.1:5432");
    static final Destination WEB = to("10.244.1.1:8080");
    static final Destination OUTSIDE = to("203.0.113.7:443");
    static final Flow APP_TO_STORAGE = new Flow(
            new End.InZone("app", Optional.empty()),
            new End.InZone("storage", Optional.empty()),
            PortSet.of(Protocol.TCP, 5432));

    private static final Subject ISOLATION =
            new Subject("onshore.vn/v1alpha1", "NetworkIsolation", null, "archive", "5f0c1d3e");

    static Ground sound() {
        return new Ground(
                new ZonePlan(zones(), List.of(APP_TO_STORAGE), List.of()),
                new ProbeSchedule(EVERY, List.of(OUTSIDE)),
                NOON);
    }

    private static List<Zone> zones() {
        return Stream.of("storage", "app", "mgmt")
                .map(name -> new Zone(name, Selector.of(Map.of("zone", name)), AddressSet.NONE))
                .toList();
    }

    Ground with(ZonePlan other) {
        return new Ground(other, schedule, now);
    }

    Ground withFlow(Flow flow) {
        var flows = new ArrayList<>(plan.flows());
        flows.add(flow);
        return with(new ZonePlan(plan.zones(), flows, List.of()));
    }

    Ground with(ProbeSchedule other) {
        return new Ground(plan, other, now);
    }

    Ground at(Instant time) {
        return new Ground(plan, schedule, time);
    }

    /** Its jobs, as the API server has them. */
    List<Manifest> jobs() {
        return ProbePlan.of(inputs()).jobs().stream().map(Ground::stored).toList();
    }

    ProbeRecords records(List<Manifest> jobs, List<Manifest> pods) {
        return records(jobs, pods, NOON.minusSeconds(3600), Optional.empty());
    }

    ProbeRecords records(
            List<Manifest> jobs, List<Manifest> pods, Instant guarded, Optional<ProbeRecords.Started> started) {
        return new ProbeRecords(ISOLATION, plan, schedule, jobs, pods, guarded, started, now);
    }

    ProbeInputs inputs(Pod... more) {
        var all = new ArrayList<>(List.of(
                pod("store", "db", 5432, "10.244.0.1"),
                pod("front", "web", 8080, "10.244.1.1"),
                pod("front", "web-2", 8080)));
        all.addAll(List.of(more));
        var world = new World(
                List.of(
                        namespace("store", "storage"),
                        namespace("front", "app"),
                        namespace("ops", "mgmt"),
                        namespace("also-ops", "mgmt"),
                        new Namespace("elsewhere", Map.of())),
                all,
                List.of(),
                List.of(),
                Networks.UNKNOWN);
        return new ProbeInputs(
                ISOLATION,
                plan,
                world,
                new ProbeImage("registry.invalid/onshore:1", List.of("registry")),
                schedule,
                now,
                Set.of());
    }

    private static Namespace namespace(String name, String zone) {
        return new Namespace(name, Map.of("zone", zone));
    }

    static Pod pod(String namespace, String name, int port, String... addresses) {
        return new Pod(
                namespace,
                name,
                Map.of("app", name),
                List.of(new NamedPort("main", Protocol.TCP, port)),
                Stream.of(addresses)
                        .map(text -> IpAddress.parse(text).orElseThrow())
                        .toList(),
                false,
                new Workload(namespace, name, "Deployment"));
    }

    static AddressSet cidr(String cidr) {
        return AddressSet.ofCidrs(List.of(Cidr.parse(cidr).orElseThrow()));
    }

    static Destination to(String text) {
        return Destination.parse(text).orElseThrow();
    }

    /** A job as the API server has it. */
    static Manifest stored(Manifest job) {
        var fields = new LinkedHashMap<>(job.tree().fields());
        var metadata = new LinkedHashMap<>(job.tree().at("metadata").fields());
        metadata.put("uid", "uid-of-" + job.name());
        metadata.put(
                "creationTimestamp",
                ProbeJob.round(job).orElseThrow().plusSeconds(1).toString());
        fields.put("metadata", metadata);
        return Manifest.of(fields);
    }

    /** A job that has failed or ended well. */
    static Manifest over(Manifest job, String condition) {
        var fields = new LinkedHashMap<>(job.tree().fields());
        fields.put("status", Map.of("conditions", List.of(Map.of("type", condition, "status", "True"))));
        return Manifest.of(fields);
    }

    /** The pod of a stored job, after everything was tried. */
    static Manifest spoke(Manifest job, Function<Attempt, Outcome> becomes) {
        var attempts = ProbeJob.attempts(job);
        return ended(
                job, ProbeMessage.write(attempts, attempts.stream().map(becomes).toList()));
    }

    static Manifest ended(Manifest job, String message) {
        return pod(job, Map.of("terminated", Map.of("message", message, "finishedAt", "2026-11-22T12:00:20Z")));
    }

    static Manifest waiting(Manifest job, String reason) {
        return pod(job, Map.of("waiting", Map.of("reason", reason)));
    }

    private static Manifest pod(Manifest job, Map<String, ?> state) {
        return Manifest.of(Map.of(
                "kind",
                "Pod",
                "metadata",
                Map.of(
                        "name",
                        job.name() + "-x",
                        "namespace",
                        job.namespace(),
                        "ownerReferences",
                        List.of(Map.of(
                                "kind",
                                "Job",
                                "controller",
                                true,
                                "uid",
                                String.valueOf(job.subject().uid())))),
                "status",
                Map.of("containerStatuses", List.of(Map.of("name", "probe", "state", state)))));
    }
}
