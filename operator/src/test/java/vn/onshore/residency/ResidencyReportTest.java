package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.api.v1alpha1.Condition;
import vn.onshore.api.v1alpha1.DataResidencySpec.AcceptedBlindSpot;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.api.v1alpha1.SkippedGuard;
import vn.onshore.boundary.Ground;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Subject;
import vn.onshore.compliance.Verdict;
import vn.onshore.kube.Json;
import vn.onshore.residency.FluxConditionsChecker.Kstatus;
import vn.onshore.residency.ResidencyPlan.Stalled;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.live.Look;
import vn.onshore.residency.live.Sweep;
import vn.onshore.residency.prove.ApiRequest;
import vn.onshore.residency.prove.Attempt;
import vn.onshore.residency.prove.Observation;
import vn.onshore.residency.prove.Outcome;
import vn.onshore.residency.prove.Proof;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.residency.verify.GroupKind;

@NullUnmarked
class ResidencyReportTest {
    private static final Instant NOW = Cluster.NOW;
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final int LARGEST_STATUS = 100 * 1024;
    private static final Sweep.Result SWEPT = new Sweep.Result(
            NOW.minusSeconds(30), Map.of(new GroupKind("", "Pod"), 3L, new GroupKind("", "Node"), 2L), Map.of());

    private final Cluster cluster = new Cluster().node(Cluster.hanoi("hn-1"), false);
    private final FindingBook book = new FindingBook();
    private Map<String, String> outdated = Map.of();

    private DataResidencyStatus report(Enforcement.Result result, Sweep.Result sweep, Instant now) {
        var in = cluster.inputs();
        return switch (Cluster.plan(in)) {
            case Stalled stalled -> ResidencyReport.stalled(in, stalled, now);
            case Work work ->
                ResidencyReport.of(
                        in,
                        work,
                        result,
                        new ResidencyReport.Seen(
                                book.summary(StatusFindings.FIRST),
                                book.notMet(ResidencyReport.REFUSED, StatusFindings.FIRST),
                                new Look(sweep, outdated),
                                cluster.proof,
                                SWEEP),
                        now);
        };
    }

    private DataResidencyStatus report() {
        return report(Enforcement.Result.NOTHING, SWEPT, NOW);
    }

    private static Condition condition(DataResidencyStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + status.conditions()));
    }

    private static Optional<Proof> proof(Instant at, Outcome... outcomes) {
        var observations = new ArrayList<Observation>();
        for (var outcome : outcomes) {
            var attempt = new Attempt(
                    "a-" + observations.size(),
                    "G3",
                    "bind a pod to a node outside",
                    new ApiRequest(ApiRequest.Verb.Create, "/x", Map.of("kind", "Binding")),
                    new Attempt.Expected.Refused());
            observations.add(new Observation(attempt, outcome, 422, "no"));
        }
        return Optional.of(new Proof(at, observations, List.of()));
    }

    /** A round that ended as it must. */
    static Optional<Proof> holds(Instant at) {
        return proof(at, new Outcome.Refused("onshore-citizen-data-pods"));
    }

    private static List<AcceptedBlindSpot> everyBlindSpot() {
        return IntStream.rangeClosed(1, 60)
                .mapToObj(number -> new AcceptedBlindSpot("E%02d".formatted(number), "known", "platform", "2027-06-30"))
                .toList();
    }

    /** Acceptances of just what is unknown in a cluster that holds nothing odd. */
    private List<AcceptedBlindSpot> whatIsUnknown(String lastDay) {
        return report().rules().stream()
                .filter(rule -> rule.verdict().equals("Unknown"))
                .map(rule -> new AcceptedBlindSpot(rule.rule(), "known", "platform", lastDay))
                .toList();
    }

    private void violations(int count, String message) {
        for (int i = 0; i < count; i++) {
            var subject = new Subject("v1", "Pod", "shop", "pod-%05d".formatted(i), "uid-" + i);
            book.put(
                    "/Pod",
                    "shop/" + i,
                    List.of(
                            new Finding("E05", subject, Verdict.NotMet, message, message),
                            new Finding("E01", subject, Verdict.Met, "fine", "")),
                    Set.of());
        }
    }

    @Test
    void auditIsReadyOnceEverythingWasLookedAt() {
        cluster.mode = Mode.Audit;
        assertThat(condition(report(Enforcement.Result.NOTHING, Sweep.Result.NONE, NOW), "Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "Judging");
        assertThat(condition(report(), "Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("True", "Audited");
    }

    @Test
    void enforceIsReadyOnlyWhenProved() {
        assertThat(condition(report(), "Ready").reason()).isEqualTo("Proving");
        cluster.proof = holds(NOW.minusSeconds(20));
        assertThat(condition(report(), "Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("True", "EnforcedAndProved");
        cluster.mode = Mode.Warn;
        assertThat(condition(report(), "Ready").reason()).isEqualTo("Warning");
    }

    @Test
    void anAttemptThatGotThroughIsTold() {
        cluster.proof = proof(
                NOW,
                new Outcome.Refused("onshore-citizen-data-pods"),
                new Outcome.Admitted(),
                new Outcome.Inconclusive("?"));
        var status = report();
        assertThat(condition(status, "Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "EnforcementBroken");
        assertThat(condition(status, "Ready").message()).contains("bind a pod to a node outside");
        assertThat(status.proof().attempts()).isEqualTo(3);
        assertThat(status.proof().asExpected()).isEqualTo(1);
        assertThat(status.proof().deviations()).hasSize(1);
    }

    @Test
    void whatCouldNotBeCompiledIsTold() {
        assertThat(report().skippedGuards()).extracting(SkippedGuard::guard).containsExactly("G9");
        cluster.mode = Mode.Warn;
        assertThat(report().skippedGuards()).contains(new SkippedGuard("G6", "Warn changes no pod"));
    }

    @Test
    void aProofThatSaysNothingIsNoProof() {
        cluster.proof = proof(NOW, new Outcome.Inconclusive("no token"));
        assertThat(condition(report(), "Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "ProofInconclusive");
    }

    @Test
    void aProofThatIsTooOldIsNoProof() {
        cluster.proof = holds(NOW.minusSeconds(3 * 60 + 9));
        assertThat(condition(report(), "Ready").status()).isEqualTo("True");
        cluster.proof = holds(NOW.minusSeconds(3 * 60 + 11));
        assertThat(condition(report(), "Ready").reason()).isEqualTo("ProofOverdue");
    }

    @Test
    void whatTheServerRefusedIsTold() {
        var failed = new Enforcement.Result(List.of("X onshore was refused (403): no"), false, false, null, 0);
        cluster.proof = holds(NOW);
        assertThat(condition(report(failed, SWEPT, NOW), "Ready"))
                .extracting(Condition::status, Condition::reason, Condition::message)
                .containsExactly("False", "ApplyFailed", "X onshore was refused (403): no");
    }

    @Test
    void unknownIsNeverCompliant() {
        assertThat(condition(report(Enforcement.Result.NOTHING, Sweep.Result.NONE, NOW), "Compliant")
                        .status())
                .isEqualTo("Unknown");
        // E56, E58 and E59 are unknown in every cluster.
        assertThat(condition(report(), "Compliant").status()).isEqualTo("Unknown");
        cluster.blindSpots = everyBlindSpot();
        var status = report();
        assertThat(condition(status, "Compliant").status()).isEqualTo("True");
        assertThat(status.coverage().accepted()).isPositive();
        assertThat(status.rules())
                .filteredOn(rule -> rule.verdict().equals("Unknown"))
                .isNotEmpty();
    }

    @Test
    void aKindThatCouldNotBeReadIsUnknown() {
        cluster.blindSpots = whatIsUnknown("2027-06-30");
        assertThat(condition(report(), "Compliant").status()).isEqualTo("True");
        var blind = new Sweep.Result(
                SWEPT.at(),
                SWEPT.counts(),
                Map.of(new GroupKind("velero.io", "Backup"), "the operator may not list it"));
        var status = report(Enforcement.Result.NOTHING, blind, NOW);
        assertThat(condition(status, "Compliant").status()).isEqualTo("Unknown");
        assertThat(status.coverage().unread()).singleElement().asString().contains("the operator may not list it");
    }

    @Test
    void whatIsJudgedAnewIsUnknownUntilThenAndNothingElseIs() {
        cluster.blindSpots = whatIsUnknown("2027-06-30");
        violations(3, "outside");
        book.forget("/Pod");
        var before = report();
        assertThat(condition(before, "Compliant").status()).isEqualTo("True");
        outdated = Map.of("E25", "the policy or its boundary changed");
        var status = report();
        assertThat(condition(status, "Compliant").status()).isEqualTo("Unknown");
        assertThat(condition(status, "Compliant").message()).isEqualTo("unknown: E25");
        assertThat(status.coverage().sweptAt()).isEqualTo(before.coverage().sweptAt());
        assertThat(status.rules())
                .filteredOn(rule -> !rule.rule().equals("E25"))
                .isEqualTo(before.rules().stream()
                        .filter(rule -> !rule.rule().equals("E25"))
                        .toList());
    }

    @Test
    void aViolationStaysInSightWhileItsRuleIsJudgedAnew() {
        violations(1, "schedulerName is foreign");
        outdated = Map.of("E05", "the policy or its boundary changed");
        assertThat(condition(report(), "Compliant").status()).isEqualTo("False");
    }

    @Test
    void aViolationIsNeverCompliantWhateverIsAccepted() {
        violations(1, "schedulerName is foreign");
        cluster.blindSpots = everyBlindSpot();
        assertThat(condition(report(), "Compliant"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("False", "Violations");
    }

    @Test
    void aVerdictThatCouldNotBeRenewedIsUnknown() {
        cluster.blindSpots = everyBlindSpot();
        assertThat(condition(
                                report(
                                        Enforcement.Result.NOTHING,
                                        SWEPT,
                                        SWEPT.at().plus(SWEEP.multipliedBy(3))),
                                "Compliant")
                        .status())
                .isEqualTo("True");
        assertThat(condition(
                                report(
                                        Enforcement.Result.NOTHING,
                                        SWEPT,
                                        SWEPT.at().plus(SWEEP.multipliedBy(3)).plusSeconds(1)),
                                "Compliant")
                        .status())
                .isEqualTo("Unknown");
    }

    @Test
    void anAcceptanceEndsWithItsDayInVietnam() {
        cluster.blindSpots = whatIsUnknown("2026-11-22");
        var lastMoment = Instant.parse("2026-11-22T16:59:59Z");
        var sweep = new Sweep.Result(lastMoment.minusSeconds(9), SWEPT.counts(), Map.of());
        assertThat(condition(report(Enforcement.Result.NOTHING, sweep, lastMoment), "Compliant")
                        .status())
                .isEqualTo("True");
        assertThat(condition(report(Enforcement.Result.NOTHING, sweep, lastMoment.plusSeconds(1)), "Compliant")
                        .status())
                .isEqualTo("Unknown");
    }

    @Test
    void stalledKeepsWhatIsAppliedInSight() {
        cluster.proof = holds(NOW);
        cluster.previous = report();
        assertThat(cluster.previous.guards()).isNotEmpty();
        cluster.suspend = true;
        var status = report();
        assertThat(condition(status, "Stalled").reason()).isEqualTo("Suspended");
        assertThat(condition(status, "Compliant").status()).isEqualTo("Unknown");
        assertThat(status.guards()).isEqualTo(cluster.previous.guards());
        assertThat(kstatus(status)).isEqualTo(Kstatus.Failed);
    }

    @Test
    void aFindingNamesTheWorkloadThatHasToChange() {
        var pod = new Subject("v1", "Pod", "shop", "web-5d9c-x", "uid");
        var finding = new Finding("E05", pod, Verdict.NotMet, "schedulerName is foreign", "Remove it.");
        book.put("/Pod", "shop/web-5d9c-x", List.of(finding.controlledBy("Deployment/web")), Set.of());
        assertThat(report().findings().items())
                .singleElement()
                .extracting(DataResidencyStatus.StatusFinding::controller, DataResidencyStatus.StatusFinding::message)
                .containsExactly("Deployment/web", "schedulerName is foreign");
    }

    /** The first findings of all are about other rules here. */
    @Test
    void thePreviewShowsWhatWouldBeRefusedWhateverElseIsWrong() {
        for (int i = 0; i < 40; i++) {
            var node = new Subject("v1", "Node", null, "liar-%02d".formatted(i), "uid-" + i);
            book.put(
                    "/Node",
                    node.name(),
                    List.of(new Finding("E02", node, Verdict.NotMet, "the node contradicts itself", "")),
                    Set.of());
        }
        violations(25, "schedulerName is foreign");
        var preview = report().preview();
        assertThat(preview.total()).isEqualTo(25);
        assertThat(preview.items())
                .hasSize(StatusFindings.FIRST)
                .allSatisfy(item -> assertThat(item.rule()).isEqualTo("E05"));
        assertThat(preview.items().getFirst().name()).isEqualTo("pod-00000");
    }

    /** It is wrong, and no guard looks at its namespace. */
    @Test
    void thePreviewLeavesOutWhatNoGuardWouldRefuse() {
        violations(1, "schedulerName is foreign");
        var service = new Subject("v1", "Service", "free", "out", "uid");
        var finding = new Finding("E42", service, Verdict.NotMet, "externalName evil.sg is outside", "");
        book.put("/Service", "free/out", List.of(finding.ledToBy("ValidatingWebhookConfiguration/audit")), Set.of());
        var status = report();
        assertThat(status.findings().total()).isEqualTo(2);
        assertThat(status.preview().total()).isEqualTo(1);
        assertThat(status.preview().items())
                .singleElement()
                .extracting(DataResidencyStatus.StatusFinding::rule)
                .isEqualTo("E05");
        book.put("/Service", "shop/out", List.of(finding), Set.of());
        assertThat(report().preview().total()).isEqualTo(2);
    }

    @Test
    void thePreviewNamesThePodsThatEvictionMoves() {
        cluster.node(Cluster.singapore("sgp-1"), false)
                .pod("web-2", "sgp-1", false)
                .pod("web-1", "sgp-1", false)
                .pod("home", "hn-1", false)
                .pod("static", "sgp-1", true);
        cluster.mode = Mode.Audit;
        var evictions = report().preview().evictions();
        assertThat(evictions.total()).isEqualTo(2);
        assertThat(evictions.pods())
                .containsExactly(
                        new DataResidencyStatus.PlacedPod("shop", "web-1", "sgp-1"),
                        new DataResidencyStatus.PlacedPod("shop", "web-2", "sgp-1"));
        for (int i = 0; i < 30; i++) {
            cluster.pod("more-" + i, "sgp-1", false);
        }
        assertThat(report().preview().evictions().total()).isEqualTo(32);
        assertThat(report().preview().evictions().pods()).hasSize(StatusFindings.FIRST);
    }

    @Test
    void theStatusIsBounded() {
        violations(5_000, "image \"" + "x".repeat(3_000) + "\" comes from abroad");
        cluster.proof = proof(
                NOW,
                IntStream.range(0, 60).mapToObj(i -> new Outcome.Admitted()).toArray(Outcome[]::new));
        var unread = new HashMap<GroupKind, String>();
        for (int i = 0; i < 300; i++) {
            unread.put(new GroupKind("g" + i + ".example.com", "K"), "the server answered 500 " + "x".repeat(5_000));
        }
        var status = report(Enforcement.Result.NOTHING, new Sweep.Result(NOW, Map.of(), unread), NOW);
        assertThat(status.findings().total()).isEqualTo(5_000);
        assertThat(status.findings().items()).hasSize(StatusFindings.FIRST);
        assertThat(status.preview().total()).isEqualTo(5_000);
        assertThat(Json.write(status).getBytes(StandardCharsets.UTF_8).length).isLessThan(LARGEST_STATUS);
    }

    @Test
    void theOrderOfNewsMeansNothing() {
        violations(50, "outside");
        var expected = report();
        var other = new FindingBook();
        for (int i = 49; i >= 0; i--) {
            var subject = new Subject("v1", "Pod", "shop", "pod-%05d".formatted(i), "uid-" + i);
            other.put(
                    "/Pod",
                    "shop/" + i,
                    List.of(
                            new Finding("E01", subject, Verdict.Met, "fine", ""),
                            new Finding("E05", subject, Verdict.NotMet, "outside", "outside")),
                    Set.of());
        }
        assertThat(other.summary(StatusFindings.FIRST)).isEqualTo(book.summary(StatusFindings.FIRST));
        assertThat(expected.findings().items().getFirst().name()).isEqualTo("pod-00000");
    }

    /** Events come and go in any cluster, and nothing is written for that. */
    @Test
    void howManyObjectsThereAreIsToldWithTheTimeOnly() {
        cluster.previous = report();
        var kinds = Map.of(new GroupKind("", "Pod"), 30L, new GroupKind("", "Node"), 2L);
        var soon = new Sweep.Result(SWEPT.at().plusSeconds(5), kinds, Map.of());
        assertThat(report(Enforcement.Result.NOTHING, soon, NOW.plusSeconds(5))).isEqualTo(cluster.previous);
        var later = new Sweep.Result(SWEPT.at().plusSeconds(600), kinds, Map.of());
        assertThat(report(Enforcement.Result.NOTHING, later, NOW.plusSeconds(600))
                        .coverage()
                        .objects())
                .isEqualTo(32);
    }

    @Test
    void aTimeThatSomebodyElseWroteDoesNotStopTheReport() {
        cluster.previous = new DataResidencyStatus(
                1L,
                List.of(),
                "yesterday",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                new DataResidencyStatus.Proof("soon", 1, 1, List.of()),
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                null);
        cluster.proof = holds(NOW);
        assertThat(report().verifiedAt()).isEqualTo(SWEPT.at().toString());
        assertThat(report().proof().at()).isEqualTo(NOW.toString());
    }

    @Test
    void aTimeAheadOfUsIsNotKept() {
        cluster.proof = holds(NOW);
        cluster.previous = report();
        var ahead = "2099-01-01T00:00:00Z";
        var forged = cluster.previous;
        cluster.previous = new DataResidencyStatus(
                forged.observedGeneration(),
                forged.conditions(),
                ahead,
                forged.verdicts(),
                forged.nodes(),
                forged.namespaces(),
                forged.rules(),
                forged.coverage(),
                forged.findings(),
                forged.preview(),
                new DataResidencyStatus.Proof(ahead, 1, 1, List.of()),
                forged.mode(),
                forged.allows(),
                forged.guards(),
                forged.skippedGuards(),
                forged.guardChanges(),
                forged.acceptedBlindSpots(),
                forged.exemptions());
        assertThat(report().verifiedAt()).isEqualTo(SWEPT.at().toString());
        assertThat(report().proof().at()).isEqualTo(NOW.toString());
    }

    /** Worlds at random: Flux finds no fault, kstatus and Ready agree, and looking again changes nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20260101})
    void everyStatusIsOneThatGitOpsToolsCanRead(long seed) {
        var random = new Random(seed);
        var previous = DataResidencyStatus.NONE;
        for (int i = 0; i < 200; i++) {
            shake(random);
            cluster.previous = previous;
            cluster.generation = 1 + i / 3;
            var now = NOW.plusSeconds(random.nextInt(2_000));
            var result = random.nextInt(5) == 0
                    ? new Enforcement.Result(List.of("refused"), false, false, null, 0)
                    : new Enforcement.Result(List.of(), random.nextInt(5) == 0, random.nextBoolean(), null, 0);
            var sweep = random.nextInt(3) == 0 ? Sweep.Result.NONE : SWEPT;
            var status = report(result, sweep, now);
            var where = "seed %d, round %d: %s".formatted(seed, i, status.conditions());

            assertThat(FluxConditionsChecker.complaints(
                            cluster.generation, status.observedGeneration(), status.conditions()))
                    .as(where)
                    .isEmpty();
            assertThat(kstatus(status) == Kstatus.Current)
                    .as(where)
                    .isEqualTo(condition(status, "Ready").isTrue());
            assertThat(status.conditions()).as(where).allSatisfy(c -> {
                assertThat(c.reason()).matches("[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?");
                assertThat(c.message()).isNotBlank();
            });
            assertThat(Json.convert(Json.toMap(status), DataResidencyStatus.class))
                    .as(where + ": what the server gives back is what was written")
                    .isEqualTo(status);

            cluster.previous = status;
            assertThat(report(result, sweep, now))
                    .as(where + ": looked at again")
                    .isEqualTo(status);
            previous = status;
        }
    }

    private Kstatus kstatus(DataResidencyStatus status) {
        return FluxConditionsChecker.kstatus(cluster.generation, status.observedGeneration(), status.conditions());
    }

    private void shake(Random random) {
        cluster.mode = Mode.values()[random.nextInt(3)];
        cluster.suspend = random.nextInt(8) == 0;
        cluster.modeUnknown = random.nextInt(12) == 0;
        cluster.sites = random.nextInt(8) == 0 ? List.of("nowhere") : List.of();
        cluster.ground = random.nextInt(8) == 0 ? new Ground.Missing("vietnam") : new Cluster().ground;
        cluster.blindSpots = random.nextBoolean() ? everyBlindSpot() : List.of();
        cluster.proof = switch (random.nextInt(4)) {
            case 0 -> Optional.empty();
            case 1 -> holds(NOW.plusSeconds(random.nextInt(1_000)));
            case 2 -> proof(NOW, new Outcome.Admitted());
            default -> proof(NOW, new Outcome.Inconclusive("the API server answered 500"));
        };
        if (random.nextInt(10) == 0) {
            violations(random.nextInt(40), "outside");
        } else if (random.nextInt(5) == 0) {
            book.forget("/Pod");
        }
    }
}
