package vn.onshore.isolation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.prove.Attempt.Expected;
import vn.onshore.isolation.prove.ProbeRecords.Started;
import vn.onshore.manifest.Manifest;

class ProbeTurnTest {
    private final Ground sound = Ground.sound().with(new ProbeSchedule(Duration.ofHours(1), List.of(Ground.OUTSIDE)));
    private final List<Manifest> jobs = sound.jobs();

    @Test
    void theFirstRoundWaitsUntilNobodyElseCanSpeakForIt() {
        var fresh = ProbeTurn.of(sound.records(List.of(), List.of(), Ground.NOON, Optional.empty()));
        assertThat(fresh).isEqualTo(turn(Ground.NOON.plusSeconds(10), false, Ground.NOON.plusSeconds(10)));
        var due = sound.at(Ground.NOON.plusSeconds(10));
        assertThat(ProbeTurn.of(due.records(List.of(), List.of(), Ground.NOON, Optional.empty())))
                .isEqualTo(turn(Ground.NOON.plusSeconds(10), true, Ground.NOON.plusSeconds(20)));
    }

    @Test
    void aRoundThatWasBegunIsNotBegunTwiceWhileTheCachesLagBehind() {
        var later = sound.at(Ground.NOON.plusSeconds(3));
        var turn = ProbeTurn.of(later.records(
                List.of(),
                List.of(),
                Ground.NOON.minusSeconds(60),
                Optional.of(new Started(Ground.NOON, Ground.NOON.plusSeconds(1)))));
        assertThat(turn.round()).isEqualTo(Ground.NOON);
        assertThat(turn.open()).isFalse();
    }

    @Test
    void aZoneWhoseJobWasRefusedIsTriedAgainForAWhile() {
        var two = jobs.subList(0, 2);
        var started = Optional.of(new Started(Ground.NOON, Ground.NOON));
        var soon = turn(sound.at(Ground.NOON.plusSeconds(15)), two, List.of(), started);
        assertThat(soon.open()).isTrue();
        assertThat(soon.round()).isEqualTo(Ground.NOON);
        assertThat(soon.probed()).hasSize(2);
        assertThat(turn(sound.at(Ground.NOON.plusSeconds(125)), two, List.of(), started)
                        .open())
                .isFalse();
    }

    @Test
    void afterARoundThatProvedItsPointComesThePause() {
        var pods = spoke(Outcome.Silent);
        var turn = turn(sound.at(Ground.NOON.plusSeconds(300)), jobs, pods, Optional.empty());
        assertThat(turn.open()).isFalse();
        assertThat(turn.next()).isEqualTo(Ground.NOON.plusSeconds(3600));
        var next = turn(sound.at(Ground.NOON.plusSeconds(3600)), jobs, pods, Optional.empty());
        assertThat(next.open()).isTrue();
        assertThat(next.round()).isEqualTo(Ground.NOON.plusSeconds(3600));
    }

    /** What was put right is to be seen soon. */
    @Test
    void afterALeakTheNextRoundComesSooner() {
        var turn = turn(sound.at(Ground.NOON.plusSeconds(300)), jobs, spoke(Outcome.Open), Optional.empty());
        assertThat(turn.next()).isEqualTo(Ground.NOON.plusSeconds(600));
        var silent = turn(sound.at(Ground.NOON.plusSeconds(300)), jobs, List.of(), Optional.empty());
        assertThat(silent.next()).isEqualTo(Ground.NOON.plusSeconds(600));
    }

    /** Whoever takes the guards away again and again must not make as many Jobs. */
    @Test
    void guardsThatAreMadeAnewBringANewRoundButNotAtOnce() {
        var now = sound.at(Ground.NOON.plusSeconds(60));
        var turn =
                ProbeTurn.of(now.records(jobs, spoke(Outcome.Silent), Ground.NOON.plusSeconds(50), Optional.empty()));
        assertThat(turn).isEqualTo(turn(Ground.NOON.plusSeconds(600), false, Ground.NOON.plusSeconds(600)));
        assertThat(ProbeEvidence.of(
                                now.records(jobs, spoke(Outcome.Silent), Ground.NOON.plusSeconds(50), Optional.empty()))
                        .standing())
                .isEqualTo(ProbeEvidence.Standing.NothingSent);
    }

    private List<Manifest> spoke(Outcome forbidden) {
        return jobs.stream()
                .map(job ->
                        Ground.spoke(job, attempt -> attempt.expected() == Expected.Open ? Outcome.Open : forbidden))
                .toList();
    }

    private static ProbeTurn turn(Ground ground, List<Manifest> jobs, List<Manifest> pods, Optional<Started> started) {
        return ProbeTurn.of(ground.records(jobs, pods, Ground.NOON.minusSeconds(60), started));
    }

    private static ProbeTurn turn(Instant round, boolean open, Instant next) {
        return new ProbeTurn(round, Set.of(), open, next);
    }
}
