package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.Condition;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.Problem;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationInputs.Probed;
import vn.onshore.isolation.IsolationPlan.Reason;
import vn.onshore.isolation.IsolationPlan.Stalled;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.attempt.Trial;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.guard.GuardCompiler;
import vn.onshore.isolation.live.Judgement;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.verify.Enforcement;
import vn.onshore.isolation.verify.Standing;
import vn.onshore.isolation.verify.ZoneVerdict;
import vn.onshore.isolation.verify.ZoneVerdicts;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;

/** What is decided for a resource, and what its status says of it. */
class IsolationPlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final IsolationEnforcement.Result DONE =
            new IsolationEnforcement.Result(List.of(), false, false, null);

    private static final Ground VIETNAM = ground("""
            jurisdiction: VN
            nodeGuard: None
            sites:
            - {id: hn-01, province: {scheme: QD19-2025, code: "01"}, cidrs: [10.10.0.0/16]}
            - {id: hcm-01, province: {scheme: QD19-2025, code: "79"}, cidrs: [10.20.0.0/16]}
            """);

    private static final List<Namespace> NAMESPACES = List.of(
            new Namespace("db", Map.of("zone", "storage")),
            new Namespace("shop", Map.of("zone", "app")),
            new Namespace("default", Map.of()));

    @Test
    void onlyEnforceWrites() {
        assertThat(work(Map.of("mode", "Audit")).guards().objects()).isEmpty();
        var shadow = work(Map.of("mode", "Shadow"));
        assertThat(shadow.guards().objects()).isNotEmpty();
        assertThat(shadow.applied()).isFalse();
        var enforce = work(Map.of());
        assertThat(enforce.applied()).isTrue();
        assertThat(enforce.guards()).isEqualTo(shadow.guards());
        assertThat(enforce.namespaces()).containsEntry("storage", List.of("db")).containsEntry("edge", List.of());
    }

    @Test
    void worstSaysNothingOfAPlugin() {
        assertThat(work(Map.of()).question().enforcement()).isEqualTo(Enforcement.Unproved);
        var calico = work(Map.of("datapath", "Calico")).question();
        assertThat(calico.enforcement()).isEqualTo(Enforcement.Declared);
        assertThat(calico.profile()).isEqualTo(DatapathProfile.Calico);
    }

    @Test
    void breakGlassEndsByItself() {
        var work = work(Map.of());
        assertThat(work.again()).contains(Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(work.question().open()).hasSize(1);
        var later =
                (Work) plan(inputs(Map.of(), VIETNAM, NAMESPACES, status(work)), Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(later.again()).isEmpty();
        assertThat(later.question().open()).isEmpty();
        assertThat(later.guards()).isNotEqualTo(work.guards());
    }

    @Test
    void aMoveIsAllowedUntilItIsDone() {
        var moves = Map.<String, Object>of(
                "moves", List.of(Map.of("namespace", "shop", "to", "storage", "reason", "keeps data now")));
        var before = work(moves);
        var moved = List.of(new Namespace("shop", Map.of("zone", "storage")), new Namespace("db", Map.of()));
        var after = (Work) plan(inputs(moves, VIETNAM, moved, NetworkIsolationStatus.NONE), NOW);
        assertThat(status(before).moves()).extracting(use -> use.done()).containsExactly(false);
        assertThat(status(after).moves()).extracting(use -> use.done()).containsExactly(true);
        assertThat(labels(before)).contains("'shop'").isNotEqualTo(labels(after));
        assertThat(labels(after)).doesNotContain("'shop'").isEqualTo(labels(work(Map.of())));
        assertThat(IsolationAnnouncement.between(NetworkIsolationStatus.NONE, status(before)))
                .extracting(IsolationAnnouncement::note)
                .contains("namespace shop may be labelled into zone storage: keeps data now");
        assertThat(IsolationAnnouncement.between(status(before), status(after)))
                .extracting(IsolationAnnouncement::note)
                .contains("namespace shop is in zone storage now and keeps it: keeps data now");
    }

    /** The expressions of the guard of the namespaces' labels. */
    private static String labels(Work work) {
        return work.guards().objects().stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicy")
                        && object.name().endsWith("-labels"))
                .map(object -> String.valueOf(object.tree().at("spec").fields()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatAPersonHasToPutRightStalls() {
        assertStalled(Map.of("suspend", true), VIETNAM, Reason.Suspended, "spec.suspend is true");
        assertStalled(Map.of(), new Ground.Missing("vietnam"), Reason.BoundaryNotFound, "spec.boundaryRef.name");
        assertStalled(
                Map.of(),
                new Ground.Unusable("vietnam", List.of(new Problem("spec.sites[0]", "is wrong"))),
                Reason.BoundaryInvalid,
                "spec.boundaryRef: OnshoreBoundary vietnam cannot be used: spec.sites[0]: is wrong");
        var twice = List.of(new Namespace("db", Map.of("zone", "storage", "also", "app")));
        var zones = List.of(
                Map.of(
                        "name", "storage",
                        "role", "DatabaseServer",
                        "namespaceSelector", Map.of("matchLabels", Map.of("zone", "storage"))),
                Map.of(
                        "name", "app",
                        "role", "InternalServer",
                        "namespaceSelector", Map.of("matchLabels", Map.of("also", "app"))));
        var changes = Map.<String, Object>of("zones", zones, "flows", List.of(), "breakGlass", List.of());
        assertThat(plan(inputs(changes, VIETNAM, twice, NetworkIsolationStatus.NONE), NOW))
                .isInstanceOfSatisfying(
                        Stalled.class,
                        stalled -> assertThat(stalled.sentence())
                                .startsWith("spec.zones[1].namespaceSelector: [db] are in zone storage as well"));
    }

    @Test
    void isolatedIsCompliantOnlyIfNoZoneIsMissing() {
        var work = work(Map.of());
        var isolated = judgement(work, verdict("app", Standing.ISOLATED, 0));
        assertThat(compliant(work, isolated)).extracting(Condition::reason).isEqualTo("ZonesMissing");
        var elsewhere = List.of("Internal", "Perimeter", "WAN", "LogStore", "Backup").stream()
                .map(role -> Map.of("role", role, "reason", "elsewhere"))
                .toList();
        var whole = work(Map.of("elsewhere", elsewhere));
        assertThat(compliant(whole, judgement(whole, verdict("app", Standing.ISOLATED, 0)))
                        .isTrue())
                .isTrue();
    }

    @Test
    void enforcedIsReadyOnlyWhenTheGuardsWereSeenToRefuse() {
        var work = work(Map.of());
        assertThat(ready(work, null).reason()).isEqualTo("Proving");
        var held = ready(work, new Trial(NOW, 6, List.of(), List.of(), List.of("zone edge has no namespace")));
        assertThat(held.isTrue()).isTrue();
        assertThat(held.message()).contains("6 attempts", "zone edge has no namespace");
        var broken =
                ready(work, new Trial(NOW, 5, List.of("an attempt to open was admitted"), List.of("x"), List.of()));
        assertThat(broken.status()).isEqualTo("False");
        assertThat(broken.reason()).isEqualTo("EnforcementBroken");
        assertThat(broken.message()).contains("an attempt to open was admitted");
        assertThat(ready(work, new Trial(NOW, 5, List.of(), List.of("nobody answered"), List.of())))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "ProofInconclusive");
        var old = new Trial(NOW.minus(Duration.ofHours(1)), 6, List.of(), List.of(), List.of());
        assertThat(ready(work, old).reason()).isEqualTo("ProofOverdue");
    }

    private static Condition ready(Work work, @Nullable Trial trial) {
        var judgement = judgement(work, verdict("app", Standing.ISOLATED, 0));
        var seen = new IsolationReport.Seen(judgement, Optional.ofNullable(trial), Optional.empty());
        return IsolationReport.of(inputs(Map.of()), work, DONE, seen, NOW).conditions().stream()
                .filter(condition -> condition.type().equals("Ready"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void unknownIsNeverCompliantAndALeakIsTold() {
        var work = work(Map.of());
        assertThat(compliant(work, Optional.empty()).status()).isEqualTo("Unknown");
        assertThat(compliant(work, judgement(work, verdict("app", Standing.UNKNOWN, 0))))
                .extracting(Condition::status, Condition::message)
                .containsExactly("Unknown", "1 pair is UNKNOWN; app to Internet: nobody knows");
        var leak = judgement(work, verdict("storage", Standing.UNKNOWN, 0), verdict("app", Standing.LEAK, 3));
        assertThat(compliant(work, leak))
                .extracting(Condition::status, Condition::message)
                .containsExactly("False", "1 pair is LEAK; app to Internet: db/a reaches 8.8.8.8");
    }

    @Test
    void aStatusStaysSmallWhateverLeaks() {
        var work = work(Map.of());
        var many = IntStream.range(0, 1_000)
                .mapToObj(i -> new ZoneVerdict(
                        new Party.OfZone("z" + i),
                        new Party.Internet(),
                        Standing.LEAK,
                        100_000,
                        Collections.nCopies(1_000, "x".repeat(10_000)),
                        Collections.nCopies(1_000, "y".repeat(10_000)),
                        List.of()))
                .toArray(ZoneVerdict[]::new);
        var status = IsolationReport.of(inputs(Map.of()), work, DONE, seen(judgement(work, many)), NOW);
        assertThat(status.pairs()).hasSize(200);
        assertThat(status.pairs().getFirst().leaks()).isEqualTo(100_000L);
        assertThat(status.pairs().getFirst().witnesses()).hasSize(5);
        assertThat(status.pairs().getLast().witnesses()).hasSize(1);
        assertThat(Json.write(status).length()).isLessThan(320_000);
    }

    @Test
    void theSameSeenAgainIsTheSameStatus() {
        var in = inputs(Map.of());
        var work = work(Map.of());
        var judgement = judgement(work, verdict("app", Standing.ISOLATED, 0));
        var first = IsolationReport.of(in, work, DONE, seen(judgement), NOW);
        var again = inputs(Map.of(), VIETNAM, NAMESPACES, first);
        var later = NOW.plus(Duration.ofSeconds(30));
        assertThat(IsolationReport.of(again, work, DONE, seen(judgement.map(each -> at(each, later))), later))
                .isEqualTo(first);
    }

    @Test
    void theMatrixIsATable() {
        var work = work(Map.of());
        var matrix = IsolationReport.of(
                        inputs(Map.of()),
                        work,
                        DONE,
                        seen(judgement(
                                work, verdict("storage", Standing.LEAK, 1), verdict("app", Standing.UNKNOWN, 0))),
                        NOW)
                .matrix();
        assertThat(matrix).isEqualTo("""
                         storage app edge mgmt Internet
                storage  -       -   -    -    L
                app      -       -   -    -    ?
                edge     -       -   -    -    -
                mgmt     -       -   -    -    -
                Internet -       -   -    -    -
                """);
    }

    private static IsolationReport.Seen seen(Optional<Judgement> judgement) {
        return new IsolationReport.Seen(judgement, Optional.empty(), Optional.empty());
    }

    private static Judgement at(Judgement judgement, Instant at) {
        return new Judgement(judgement.question(), judgement.verdicts(), judgement.seen(), at);
    }

    private static void assertStalled(Map<String, Object> changes, Ground ground, Reason reason, String sentence) {
        assertThat(plan(inputs(changes, ground, NAMESPACES, NetworkIsolationStatus.NONE), NOW))
                .isInstanceOfSatisfying(Stalled.class, stalled -> {
                    assertThat(stalled.reason()).isEqualTo(reason);
                    assertThat(stalled.sentence()).startsWith(sentence);
                });
    }

    private static ZoneVerdict verdict(String zone, Standing standing, long leaks) {
        return new ZoneVerdict(
                new Party.OfZone(zone),
                new Party.Internet(),
                standing,
                leaks,
                standing == Standing.LEAK ? List.of("db/a reaches 8.8.8.8") : List.of(),
                standing == Standing.UNKNOWN ? List.of("nobody knows") : List.of(),
                List.of());
    }

    private static Optional<Judgement> judgement(Work work, ZoneVerdict... verdicts) {
        return Optional.of(new Judgement(
                work.question(),
                new ZoneVerdicts(List.of(verdicts), List.of()),
                new Judgement.Seen(1, 0, 1, List.of(), List.of()),
                NOW));
    }

    private static Condition compliant(Work work, Optional<Judgement> judgement) {
        return IsolationReport.of(inputs(Map.of()), work, DONE, seen(judgement), NOW).conditions().stream()
                .filter(condition -> condition.type().equals("Compliant"))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkIsolationStatus status(Work work) {
        return IsolationReport.of(inputs(Map.of()), work, DONE, seen(Optional.empty()), NOW);
    }

    private static Work work(Map<String, Object> changes) {
        return (Work) plan(inputs(changes), NOW);
    }

    private static IsolationPlan plan(IsolationInputs in, Instant now) {
        return IsolationPlanner.plan(in, GuardCompiler::compile, now);
    }

    private static IsolationInputs inputs(Map<String, Object> changes) {
        return inputs(changes, VIETNAM, NAMESPACES, NetworkIsolationStatus.NONE);
    }

    /** The resource of the tests of the definitions, under Worst, with some fields changed. */
    private static IsolationInputs inputs(
            Map<String, Object> changes, Ground ground, List<Namespace> namespaces, NetworkIsolationStatus previous) {
        try (var in = IsolationPlannerTest.class.getResourceAsStream("/vn/onshore/api/isolation.yaml")) {
            var resource = new Tree(new YAMLMapper().readValue(in, Map.class));
            var spec = new HashMap<>(resource.at("spec").fields());
            spec.putAll(changes);
            return new IsolationInputs(
                    new Isolation(
                            new Subject("onshore.vn/v1alpha1", "NetworkIsolation", null, "archive", "uid-1"),
                            1,
                            Json.convert(spec, NetworkIsolationSpec.class)),
                    previous,
                    ground,
                    namespaces,
                    Networks.UNKNOWN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Probed.NOT,
                    "system:serviceaccount:onshore-system:onshore",
                    new ServerFeatures(36, Set.of("admissionregistration.k8s.io/v1/validatingadmissionpolicies")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Ground ground(String boundary) {
        var spec = Json.convert(map(boundary), OnshoreBoundarySpec.class);
        return new Ground.Usable(Boundary.compile(spec).sound().orElseThrow(), spec);
    }

    private static Map<String, Object> map(String yaml) {
        try {
            return new Tree(new YAMLMapper().readValue(yaml, Map.class)).fields();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
