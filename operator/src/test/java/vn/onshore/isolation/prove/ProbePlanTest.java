package vn.onshore.isolation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.manifest.Manifest;

class ProbePlanTest {
    @Test
    void eachZoneTriesWhatIsDeclaredAndWhatIsNot() {
        var jobs = ProbePlan.of(Ground.sound().inputs()).jobs();
        assertThat(jobs)
                .extracting(Manifest::namespace, ProbePlanTest::tried)
                .containsExactlyInAnyOrder(
                        tuple("store", "open=10.244.0.1:5432 blocked=10.244.1.1:8080 blocked=203.0.113.7:443"),
                        tuple("front", "open=10.244.0.1:5432 open=10.244.1.1:8080 blocked=203.0.113.7:443"),
                        tuple("also-ops", "blocked=10.244.0.1:5432 blocked=10.244.1.1:8080 blocked=203.0.113.7:443"));
    }

    @Test
    void aZoneMayReachItsInternetAndFlowsByAddress() {
        var zones = Ground.sound().plan().zones().stream()
                .map(zone -> zone.name().equals("app")
                        ? new Zone("app", zone.namespaces(), Ground.cidr("203.0.113.0/24"))
                        : zone)
                .toList();
        var flow = new Flow(
                new End.InZone("storage", Optional.empty()),
                new End.Addresses(Ground.cidr("203.0.113.7/32")),
                PortSet.of(Protocol.TCP, 443));
        var plan = new ZonePlan(zones, List.of(flow), List.of());
        var jobs = ProbePlan.of(Ground.sound().with(plan).inputs()).jobs();
        assertThat(job(jobs, "front")).contains("open=203.0.113.7:443");
        assertThat(job(jobs, "store")).contains("open=203.0.113.7:443");
        assertThat(job(jobs, "also-ops")).contains("blocked=203.0.113.7:443");
    }

    @Test
    void aFlowOfSomePodsIsNotTheProbes() {
        var flow = new Flow(
                new End.InZone("mgmt", Optional.of(Selector.of(Map.of("app", "console")))),
                new End.InZone("storage", Optional.empty()),
                PortSet.of(Protocol.TCP, 5432));
        assertThat(job(ProbePlan.of(Ground.sound().withFlow(flow).inputs()).jobs(), "also-ops"))
                .contains("blocked=10.244.0.1:5432");
    }

    @Test
    void bothFamiliesOfAPodAreTried() {
        var dual = Ground.pod("ops", "console", 80, "10.244.2.1", "fd00::2:1", "10.244.2.2");
        assertThat(job(ProbePlan.of(Ground.sound().inputs(dual)).jobs(), "front"))
                .contains("blocked=10.244.2.1:80", "blocked=[fd00::2:1]:80")
                .doesNotContain("10.244.2.2");
    }

    @Test
    void podsThatNoPolicyAnswersForAreNoTargets() {
        var host = new Pod(
                "ops",
                "agent",
                Map.of(),
                Ground.pod("ops", "agent", 80).ports(),
                List.of(IpAddress.parse("192.168.0.1").orElseThrow()),
                true,
                Ground.pod("ops", "agent", 80).workload());
        var plan = ProbePlan.of(Ground.sound().inputs(host));
        assertThat(job(plan.jobs(), "front")).doesNotContain("192.168.0.1");
        assertThat(plan.untried())
                .containsExactly(
                        "nothing in zone mgmt names a TCP port and has an address, so nobody tries to reach it");
    }

    @Test
    void aZoneWithoutNamespaceIsSaid() {
        var zones = Stream.concat(
                        Ground.sound().plan().zones().stream(),
                        Stream.of(new Zone("logs", Selector.of(Map.of("zone", "logs")), AddressSet.NONE)))
                .toList();
        var plan = ProbePlan.of(
                Ground.sound().with(new ZonePlan(zones, List.of(), List.of())).inputs());
        assertThat(plan.jobs()).hasSize(3);
        assertThat(plan.untried()).contains("zone logs has no namespace to probe from");
    }

    @Test
    void jobsAreHarmless() {
        var job = ProbePlan.of(Ground.sound().inputs()).jobs().getFirst();
        var spec = job.tree().at("spec");
        var pod = spec.at("template", "spec");
        var container = pod.at("containers").items().getFirst();
        assertThat(job.labels())
                .containsEntry("app.kubernetes.io/managed-by", "onshore")
                .containsEntry("onshore.vn/owner-uid", "5f0c1d3e");
        assertThat(job.tree().at("metadata", "ownerReferences").items()).hasSize(1);
        assertThat(spec.fields())
                .contains(entry("backoffLimit", 0), entry("ttlSecondsAfterFinished", 1200L))
                .containsKey("activeDeadlineSeconds");
        assertThat(pod.fields())
                .contains(entry("automountServiceAccountToken", false), entry("restartPolicy", "Never"));
        assertThat(pod.at("securityContext", "runAsNonRoot").isTrue()).isTrue();
        assertThat(container.at("securityContext", "readOnlyRootFilesystem").isTrue())
                .isTrue();
        assertThat(container.at("securityContext", "capabilities", "drop").texts())
                .containsExactly("ALL");
        assertThat(pod.at("imagePullSecrets").items()).hasSize(1);
        assertThat(container.at("resources", "limits", "memory").text()).isNotEmpty();
    }

    @Test
    void aZoneThatWasProbedInTheRoundIsNotProbedAgain() {
        var in = Ground.sound().inputs();
        var rest = new ProbeInputs(
                in.isolation(), in.plan(), in.world(), in.image(), in.schedule(), in.round(), Set.of("app", "mgmt"));
        assertThat(ProbePlan.of(rest).jobs()).extracting(Manifest::namespace).containsExactly("store");
    }

    @Test
    void namesAreThoseOfTheRound() {
        var sound = Ground.sound();
        assertThat(sound.at(Ground.NOON.plusSeconds(600)).jobs())
                .hasSize(3)
                .extracting(Manifest::name)
                .doesNotContainAnyElementsOf(
                        sound.jobs().stream().map(Manifest::name).toList());
        assertThat(sound.jobs()).extracting(Manifest::name).allMatch(name -> name.startsWith(ProbeJob.PREFIX));
    }

    @Test
    void boundsHoldForTheLargestPlan() {
        var zones = IntStream.range(0, 24)
                .mapToObj(i -> new Zone("z".repeat(38) + (10 + i), Selector.of(Map.of("app", "" + i)), AddressSet.NONE))
                .map(zone -> new Zone(
                        zone.name(), Ground.sound().plan().zones().get(1).namespaces(), AddressSet.NONE))
                .toList();
        var outside = IntStream.range(0, 16)
                .mapToObj(i -> Ground.to("203.0.113." + i + ":443"))
                .toList();
        var schedule = new ProbeSchedule(Duration.ofHours(1), outside);
        var more = IntStream.range(0, 100)
                .mapToObj(i -> Ground.pod("front", "web-" + i, 80, "10.244.1." + i, "fd00::1:" + i))
                .toArray(Pod[]::new);
        var plan = ProbePlan.of(Ground.sound()
                .with(new ZonePlan(zones, List.of(), List.of()))
                .with(schedule)
                .inputs(more));
        assertThat(plan.jobs()).hasSize(24);
        assertThat(plan.jobs()).allSatisfy(job -> {
            assertThat(job.name().length()).isLessThanOrEqualTo(63);
            assertThat(ProbeJob.attempts(job)).hasSizeBetween(18, ProbeMessage.MOST_ATTEMPTS);
        });
    }

    private static String job(List<Manifest> jobs, String namespace) {
        return jobs.stream()
                .filter(job -> job.namespace().equals(namespace))
                .map(ProbePlanTest::tried)
                .findFirst()
                .orElseThrow();
    }

    private static String tried(Manifest job) {
        return String.join(
                " ", ProbeJob.attempts(job).stream().map(Attempt::toString).toList());
    }
}
