package vn.onshore.isolation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.onshore.isolation.verify.ZonesSample.APP;
import static vn.onshore.isolation.verify.ZonesSample.EDGE;
import static vn.onshore.isolation.verify.ZonesSample.INTERNET;
import static vn.onshore.isolation.verify.ZonesSample.STORAGE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.engine.Exposure;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.End.OfAddresses;
import vn.onshore.isolation.engine.ZoneMatrix.End.OfPod;
import vn.onshore.isolation.engine.ZoneMatrix.Hop;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZoneMatrix.Witness;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;

/** What the verdicts say of the matrix, and of what stands beside it. */
class IsolationVerifierTest {
    private static final PortSet SQL = PortSet.of(Protocol.TCP, 5432);
    private static final AddressRange OUTSIDE =
            ZonesSample.set("8.0.0.0/8").ranges().getFirst();

    @Test
    void everyPairHasAVerdictAndWithoutDoubtsAllAreIsolated() {
        var verdicts = new ZonesSample().verdicts();
        assertThat(verdicts.verdicts()).hasSize(3 * 2 + 3 * 2);
        assertThat(verdicts.count(Standing.ISOLATED)).isEqualTo(12);
        assertThat(verdicts.overall()).isEqualTo(Standing.ISOLATED);
        assertThat(verdicts.remarks()).singleElement().asString().contains("TCP, UDP and SCTP");
    }

    @Test
    void withoutAZoneNothingIsProved() {
        assertThat(new ZoneVerdicts(List.of(), List.of()).overall()).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void aLeakIsToldWithItsWitnessesAndThePath() {
        var sample = new ZonesSample();
        sample.cells.add(new Cell(
                EDGE,
                STORAGE,
                12,
                IntStream.range(0, 12)
                        .mapToObj(i -> new Witness(new OfPod("edge", "web-" + i), new OfPod("storage", "db"), SQL))
                        .toList(),
                List.of(),
                null,
                List.of()));
        sample.cells.add(new Cell(
                STORAGE,
                INTERNET,
                0,
                List.of(),
                List.of(),
                null,
                List.of(
                        new Hop(new OfPod("storage", "db"), new OfPod("app", "api"), SQL),
                        new Hop(new OfPod("app", "api"), new OfAddresses(OUTSIDE), PortSet.ALL))));
        var direct = sample.between(EDGE, STORAGE);
        assertThat(direct.standing()).isEqualTo(Standing.LEAK);
        assertThat(direct.leaks()).isEqualTo(12);
        assertThat(direct.witnesses()).hasSize(11).last().isEqualTo("and 2 more");
        assertThat(direct.witnesses().getFirst())
                .isEqualTo("edge/web-0 can open TCP 5432 to storage/db, which the plan does not allow");
        var transitive = sample.between(STORAGE, INTERNET);
        assertThat(transitive.standing()).isEqualTo(Standing.LEAK);
        assertThat(transitive.path()).hasSize(2);
        assertThat(transitive.witnesses())
                .containsExactly("in several steps: storage/db to app/api on TCP 5432, then app/api to"
                        + " 8.0.0.0-8.255.255.255 on all");
    }

    @Test
    void podsThatMayComeAreALeakWithNobodyInIt() {
        var sample = new ZonesSample();
        sample.cells.add(new Cell(
                new Party.Elsewhere(),
                STORAGE,
                0,
                List.of(),
                List.of(new Exposure(
                        new Workload("storage", "db", "StatefulSet"),
                        Direction.Ingress,
                        new Exposure.Peer.Pods(PodSelection.across(
                                Selector.of(Map.of("team", "x")), Selector.of(Map.of("app", "batch")))),
                        SQL)),
                null,
                List.of()));
        var verdict = sample.between(new Party.Elsewhere(), STORAGE);
        assertThat(verdict.standing()).isEqualTo(Standing.LEAK);
        assertThat(verdict.leaks()).isZero();
        assertThat(verdict.witnesses())
                .containsExactly("a pod with labels app=batch in a namespace with labels team=x, of which there may be"
                        + " none today, can open TCP 5432 to storage/db (StatefulSet)");
    }

    @Test
    void breakGlassIsALeakUntilItEnds() {
        var sample = new ZonesSample();
        var flow = new Flow(ZonesSample.zone("edge"), ZonesSample.zone("storage"), PortSet.of(Protocol.TCP, 22));
        sample.breakGlass.add(new BreakGlass(flow, "INC-7", ZonesSample.NOW.plus(Duration.ofHours(2))));
        assertThat(sample.between(EDGE, STORAGE).witnesses())
                .singleElement()
                .asString()
                .startsWith("break-glass until 2026-11-22T10:00:00Z (INC-7): TCP 22 is open");
        sample.breakGlass.set(0, new BreakGlass(flow, "INC-7", ZonesSample.NOW));
        assertThat(sample.between(EDGE, STORAGE).standing()).isEqualTo(Standing.ISOLATED);
    }

    @Test
    void withoutProofOrDeclarationNothingIsIsolated() {
        var sample = new ZonesSample();
        sample.enforcement = Enforcement.Unproved;
        var verdicts = sample.verdicts();
        assertThat(verdicts.count(Standing.UNKNOWN)).isEqualTo(12);
        assertThat(verdicts.verdicts().getFirst().reasons())
                .singleElement()
                .asString()
                .contains("no packet was seen to be stopped");
        sample.enforcement = Enforcement.Refuted;
        assertThat(sample.verdicts().count(Standing.UNKNOWN)).isEqualTo(12);
        sample.enforcement = Enforcement.Declared;
        assertThat(sample.verdicts().overall()).isEqualTo(Standing.ISOLATED);
        assertThat(sample.verdicts().remarks()).anyMatch(remark -> remark.startsWith("No packet has shown it"));
    }

    @Test
    void aLeakWinsOverADoubtAndBothAreTold() {
        var sample = new ZonesSample();
        sample.more.add(new Circumstance.Leak(new Pairs.Between(APP, INTERNET), "a probe got through"));
        sample.more.add(new Circumstance.Doubt(new Pairs.Every(), "a doubt"));
        var verdict = sample.between(APP, INTERNET);
        assertThat(verdict.standing()).isEqualTo(Standing.LEAK);
        assertThat(verdict.witnesses()).containsExactly("a probe got through");
        assertThat(verdict.reasons()).containsExactly("a doubt");
    }

    @Test
    void averdictCannotContradictItself() {
        assertThatThrownBy(() ->
                        new ZoneVerdict(APP, EDGE, Standing.ISOLATED, 0, List.of(), List.of("a doubt"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ZoneVerdict(APP, EDGE, Standing.UNKNOWN, 3, List.of(), List.of("x"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ZoneVerdict(APP, EDGE, Standing.LEAK, 3, List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A thousand random heaps of circumstances: one more never makes any verdict better, and the order never matters. */
    @Test
    void oneMoreDoubtNeverMakesAVerdictBetter() {
        var seed = Long.getLong("onshore.seed", 20_261_122L);
        var random = new Random(seed);
        for (var round = 0; round < 300; round++) {
            var sample = RandomCircumstances.sample(random);
            var before = sample.verdicts();
            assertThat(before.verdicts())
                    .as("seed %d, round %d", seed, round)
                    .allSatisfy(verdict -> assertThat(verdict.standing() == Standing.ISOLATED)
                            .isEqualTo(verdict.reasons().isEmpty()
                                    && verdict.witnesses().isEmpty()));
            RandomCircumstances.add(sample, random);
            var after = sample.verdicts();
            for (var verdict : before.verdicts()) {
                var now = after.between(verdict.from(), verdict.to()).orElseThrow();
                assertThat(now.standing().isBetterThan(verdict.standing()))
                        .as("seed %d, round %d: %s became %s", seed, round, verdict, now)
                        .isFalse();
            }
            RandomCircumstances.shuffle(sample, random);
            assertThat(sample.verdicts()).as("seed %d, round %d", seed, round).isEqualTo(after);
        }
    }
}
