package vn.onshore.isolation.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.onshore.boundary.IpAddress;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.prove.Destination;
import vn.onshore.isolation.prove.ProbeEvidence;
import vn.onshore.isolation.prove.ProbeEvidence.Standing;
import vn.onshore.isolation.prove.ProbeImage;
import vn.onshore.isolation.prove.ProbeInputs;
import vn.onshore.isolation.prove.ProbePlan;
import vn.onshore.isolation.prove.ProbeRecords;
import vn.onshore.isolation.prove.ProbeSchedule;
import vn.onshore.manifest.Manifest;
import vn.onshore.sandbox.Command;

/** The operator's own program, called as probe Jobs call it, from network namespaces between which policies hold or do not. */
class ProbesIT {
    private static final Path JAR =
            Path.of(System.getProperty("onshore.root", "..")).resolve("operator/target/onshore.jar");
    private static final PortSet DATABASE = PortSet.of(Protocol.TCP, 5432);

    /** Where the Job of each zone runs; the zones' names are those of their namespaces. */
    private static final Map<String, IpAddress> PROBES =
            Map.of("storage", address("10.244.0.9"), "app", address("10.244.1.9"), "mgmt", address("10.244.2.9"));

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final IpAddress OUTSIDE = address("203.0.113.7");

    @TempDir
    private Path messages = Path.of("");

    private @Nullable NetnsCluster cluster;

    @BeforeEach
    void connect() throws IOException {
        PacketsMachine.require();
        var hosts = Stream.concat(
                        Stream.concat(PROBES.values().stream(), Stream.of(OUTSIDE)),
                        pods().stream().flatMap(pod -> pod.addresses().stream()))
                .distinct()
                .toList();
        cluster = new NetnsCluster(hosts, List.of(5432, 8080, 443), List.of());
    }

    @AfterEach
    void disconnect() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whatIsDroppedIsProvedToBeStopped() throws IOException {
        load(policies(), "drop");
        var evidence = probe();
        assertThat(evidence.standing()).as("%s", evidence).isEqualTo(Standing.Stopped);
        assertThat(evidence.leaks()).isEmpty();
        assertThat(evidence.broken()).isEmpty();
        assertThat(evidence.remarks()).isEmpty();
        assertThat(evidence.declared()).isEqualTo(new ProbeEvidence.Tries(3, 3));
        assertThat(evidence.summary())
                .startsWith("none of 6 connections that must be stopped got through; 3 of them to destinations that"
                        + " answered others");
    }

    @Test
    void policiesThatNobodyEnforcesAreFound() throws IOException {
        load(List.of(), "drop");
        var evidence = probe();
        assertThat(evidence.standing()).isEqualTo(Standing.GotThrough);
        assertThat(evidence.leaks())
                .extracting(ProbeEvidence.Leak::sentence)
                .hasSize(6)
                .contains(
                        "a probe in zone mgmt reached zone storage (10.244.0.8:5432), which is not declared",
                        "a probe in zone storage reached the outside (203.0.113.7:443), which is not declared");
    }

    @Test
    void whatIsRefusedIsStoppedTooAndAFlowThatDoesNotWorkIsNoLeak() throws IOException {
        var policies = new ArrayList<>(policies());
        policies.set(3, allow("app", false));
        load(policies, "reject with tcp reset");
        var evidence = probe();
        assertThat(evidence.standing()).isEqualTo(Standing.Stopped);
        assertThat(evidence.broken())
                .containsExactly("a probe in zone app did not reach zone storage (10.244.0.8:5432), which is declared:"
                        + " Refused");
    }

    private void load(List<Policy> policies, String verdict) {
        var ruleset = NaiveNftRenderer.render(world(policies), DatapathProfile.Calico)
                .replace("meta l4proto tcp reject with tcp reset\nreject\n", verdict + "\n");
        assertThat(ruleset).contains(verdict);
        Objects.requireNonNull(cluster).load(ruleset);
    }

    /** Runs every job where its pod would run, at once, and reads what the pods would say. */
    private ProbeEvidence probe() {
        var jobs = ProbePlan.of(inputs()).jobs().stream().map(ProbesIT::stored).toList();
        assertThat(jobs).hasSize(PROBES.size());
        var pods = jobs.parallelStream().map(this::run).toList();
        return ProbeEvidence.of(records(jobs, pods));
    }

    private Manifest run(Manifest job) {
        var message = messages.resolve(job.name());
        var address = Objects.requireNonNull(PROBES.get(job.namespace()));
        var line = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                Objects.requireNonNull(cluster).namespace(address).name(),
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        job.tree().at("spec", "template", "spec", "containers").items().getFirst().at("args").texts().stream()
                .map(arg -> arg.equals("/dev/termination-log") ? message.toString() : arg)
                .forEach(line::add);
        var outcome = new Command(line, messages, Map.of(), Duration.ofMinutes(1)).run("");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("{\"probes\":[{\"to\":\"10.244.1.8:8080\",");
        return pod(job, message);
    }

    private static Manifest pod(Manifest job, Path message) {
        try {
            return Manifest.of(Map.of(
                    "metadata",
                    Map.of(
                            "namespace",
                            job.namespace(),
                            "ownerReferences",
                            List.of(Map.of("kind", "Job", "controller", true, "uid", job.name()))),
                    "status",
                    Map.of(
                            "containerStatuses",
                            List.of(Map.of(
                                    "name",
                                    "probe",
                                    "state",
                                    Map.of("terminated", Map.of("message", Files.readString(message))))))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest stored(Manifest job) {
        var fields = new LinkedHashMap<>(job.tree().fields());
        var metadata = new LinkedHashMap<>(job.tree().at("metadata").fields());
        metadata.put("uid", job.name());
        metadata.put("creationTimestamp", NOON.toString());
        fields.put("metadata", metadata);
        return Manifest.of(fields);
    }

    private static ProbeRecords records(List<Manifest> jobs, List<Manifest> pods) {
        var in = inputs();
        return new ProbeRecords(
                in.isolation(),
                in.plan(),
                in.schedule(),
                jobs,
                pods,
                NOON.minusSeconds(60),
                Optional.empty(),
                NOON.plusSeconds(60));
    }

    private static ProbeInputs inputs() {
        var zones = PROBES.keySet().stream()
                .sorted()
                .map(name -> new ZonePlan.Zone(name, Selector.of(Map.of(Namespace.NAME_LABEL, name)), AddressSet.NONE))
                .toList();
        var flow = new ZonePlan.Flow(
                new End.InZone("app", Optional.empty()), new End.InZone("storage", Optional.empty()), DATABASE);
        return new ProbeInputs(
                new Subject("onshore.vn/v1alpha1", "NetworkIsolation", null, "archive", "uid"),
                new ZonePlan(zones, List.of(flow), List.of()),
                world(List.of()),
                new ProbeImage("onshore", List.of()),
                new ProbeSchedule(Duration.ofHours(1), List.of(new Destination(OUTSIDE, 443))),
                NOON,
                Set.of());
    }

    private static World world(List<Policy> policies) {
        return new World(
                PROBES.keySet().stream()
                        .map(name -> new Namespace(name, Map.of()))
                        .toList(),
                pods(),
                policies,
                List.of(new Node("n1", Map.of(), List.of())),
                Networks.UNKNOWN);
    }

    /** A database, a server, and the probes. */
    private static List<Pod> pods() {
        return Stream.concat(
                        Stream.of(
                                pod("storage", "db", address("10.244.0.8"), 5432),
                                pod("app", "web", address("10.244.1.8"), 8080)),
                        PROBES.entrySet().stream().map(probe -> pod(probe.getKey(), "probe", probe.getValue())))
                .toList();
    }

    /** Each zone talks within itself, and app to the database. */
    private static List<Policy> policies() {
        var fromApp =
                new Rule(1, "", Policy.Action.Allow, List.of(of("app")), List.of(new PortMatch.Numbers(DATABASE)));
        var toStorage =
                new Rule(1, "", Policy.Action.Allow, List.of(of("storage")), List.of(new PortMatch.Numbers(DATABASE)));
        return List.of(
                allow("storage", true, fromApp),
                allow("storage", false),
                allow("app", true),
                allow("app", false, toStorage),
                allow("mgmt", true),
                allow("mgmt", false));
    }

    private static Policy allow(String zone, boolean ingress, Rule... more) {
        var rules = Stream.concat(
                        Stream.of(new Rule(0, "", Policy.Action.Allow, List.of(of(zone)), List.of())), Stream.of(more))
                .toList();
        return new Policy(
                new Policy.Id("NetworkPolicy", zone, ingress ? "in" : "out"),
                Policy.Tier.NetworkPolicy,
                0,
                PodSelection.in(zone, Selector.EVERYTHING),
                ingress,
                !ingress,
                ingress ? rules : List.of(),
                ingress ? List.of() : rules);
    }

    private static Peer of(String zone) {
        return new Peer.Pods(PodSelection.in(zone, Selector.EVERYTHING));
    }

    private static Pod pod(String namespace, String name, IpAddress address, int... ports) {
        return new Pod(
                namespace,
                name,
                Map.of(),
                Arrays.stream(ports)
                        .mapToObj(port -> new Pod.NamedPort("main", Protocol.TCP, port))
                        .toList(),
                List.of(address),
                false,
                new Workload(namespace, name, "Pod"));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
