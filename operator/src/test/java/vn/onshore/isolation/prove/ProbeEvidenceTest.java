package vn.onshore.isolation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.prove.Attempt.Expected;
import vn.onshore.isolation.prove.ProbeEvidence.Standing;
import vn.onshore.manifest.Manifest;

class ProbeEvidenceTest {
    private final Ground sound = Ground.sound();
    private final List<Manifest> jobs = sound.jobs();

    @Test
    void nothingIsSaidBeforeAProbeHasRun() {
        assertThat(ProbeEvidence.of(sound.records(List.of(), List.of())).summary())
                .isEqualTo("no packet was sent: no probe has run yet");
        var underWay = ProbeEvidence.of(sound.records(jobs, List.of()));
        assertThat(underWay.standing()).isEqualTo(Standing.NothingSent);
        assertThat(underWay.summary()).isEqualTo("no packet was sent: the probe of zone app has not ended yet");
    }

    @Test
    void stoppedOnTheWayIsProof() {
        var evidence = said(as(Outcome.Silent));
        assertThat(evidence.standing()).isEqualTo(Standing.Stopped);
        assertThat(evidence.leaks()).isEmpty();
        assertThat(evidence.summary())
                .isEqualTo("none of 6 connections that must be stopped got through; 3 of them to destinations that"
                        + " answered others, as of 2026-11-22T12:00:20Z");
    }

    @Test
    void refusedByAFirewallIsStoppedToo() {
        assertThat(said(as(Outcome.Refused)).standing()).isEqualTo(Standing.Stopped);
        assertThat(said(as(Outcome.Unreachable)).standing()).isEqualTo(Standing.Stopped);
    }

    @Test
    void whatCouldNotBeTriedIsNoProof() {
        assertThat(said(as(Outcome.Untried)).standing()).isEqualTo(Standing.Inconclusive);
    }

    /** A network in which nothing works at all looks isolated. */
    @Test
    void silenceEverywhereShowsNothing() {
        var evidence = said(attempt -> Outcome.Silent);
        assertThat(evidence.standing()).isEqualTo(Standing.Inconclusive);
        assertThat(evidence.summary()).contains("which shows nothing");
        assertThat(evidence.broken())
                .contains(
                        "a probe in zone app did not reach zone storage (10.244.0.1:5432), which is declared: Silent");
    }

    @Test
    void whatGotThroughIsALeak() {
        var evidence = said(attempt -> attempt.to().equals(Ground.OUTSIDE) ? Outcome.Silent : Outcome.Open);
        assertThat(evidence.standing()).isEqualTo(Standing.GotThrough);
        assertThat(evidence.leaks())
                .extracting(ProbeEvidence.Leak::sentence)
                .containsExactly(
                        "a probe in zone mgmt reached zone storage (10.244.0.1:5432), which is not declared",
                        "a probe in zone mgmt reached zone app (10.244.1.1:8080), which is not declared",
                        "a probe in zone storage reached zone app (10.244.1.1:8080), which is not declared");
        assertThat(evidence.leaks()).extracting(ProbeEvidence.Leak::toZone).contains(Optional.of("app"));
        var outside = said(attempt -> Outcome.Open);
        assertThat(outside.leaks())
                .filteredOn(leak -> leak.toZone().isEmpty())
                .extracting(ProbeEvidence.Leak::fromZone)
                .containsExactly("app", "mgmt", "storage");
    }

    /** kwok ends pods without running them. */
    @Test
    void jobsThatEndWithoutAWordProveNothing() {
        var pods = jobs.stream().map(job -> Ground.ended(job, "")).toList();
        var evidence = ProbeEvidence.of(sound.records(over("Complete"), pods));
        assertThat(evidence.standing()).isEqualTo(Standing.NothingSent);
        assertThat(evidence.summary())
                .isEqualTo("no packet was sent: the probe of zone app says nothing: the probe ended without a word");
    }

    @Test
    void aPodThatNeverRanIsSaid() {
        var evidence = ProbeEvidence.of(sound.records(
                over("Failed"),
                Stream.of(Ground.waiting(jobs.get(0), "ErrImagePull"), Ground.waiting(jobs.get(1), "<script>"))
                        .toList()));
        assertThat(evidence.standing()).isEqualTo(Standing.NothingSent);
        assertThat(evidence.remarks())
                .containsExactly(
                        "the probe of zone app says nothing: its pod never ran",
                        "the probe of zone mgmt says nothing: it has no pod",
                        "the probe of zone storage says nothing: its pod never ran (ErrImagePull)");
    }

    @Test
    void aRoundUnderWayLeavesTheWordToTheOneBefore() {
        var pods =
                jobs.stream().map(job -> Ground.spoke(job, as(Outcome.Silent))).toList();
        var later = sound.at(Ground.NOON.plusSeconds(600));
        var both = new ArrayList<>(jobs);
        both.addAll(later.jobs());
        assertThat(both).hasSize(6);
        assertThat(ProbeEvidence.of(later.records(both, pods)).standing()).isEqualTo(Standing.Stopped);
        var failed = new ArrayList<>(pods);
        both.subList(3, 6).forEach(job -> failed.add(Ground.spoke(job, attempt -> Outcome.Open)));
        assertThat(ProbeEvidence.of(later.records(both, failed)).standing()).isEqualTo(Standing.GotThrough);
    }

    /** An eviction in time must not heal a leak. */
    @Test
    void aLeakStaysUntilTheSameTwoZonesWereTriedAgain() {
        var pods = jobs.stream()
                .map(job -> Ground.spoke(job, attempt -> Outcome.Open))
                .toList();
        var later = sound.at(Ground.NOON.plusSeconds(600));
        var both = new ArrayList<>(jobs);
        both.addAll(later.jobs());
        var silent = new ArrayList<>(pods);
        both.subList(3, 6).forEach(job -> silent.add(Ground.ended(job, "")));
        assertThat(ProbeEvidence.of(later.records(both, silent)).standing()).isEqualTo(Standing.GotThrough);

        var ofApp = new ArrayList<>(pods);
        both.subList(3, 6)
                .forEach(job -> ofApp.add(
                        job.namespace().equals("front")
                                ? Ground.spoke(job, as(Outcome.Silent))
                                : Ground.ended(job, "")));
        assertThat(ProbeEvidence.of(later.records(both, ofApp)).leaks())
                .extracting(ProbeEvidence.Leak::fromZone)
                .isNotEmpty()
                .doesNotContain("app");

        var expired = sound.at(Ground.NOON.plusSeconds(1200));
        assertThat(ProbeEvidence.of(expired.records(jobs, pods)).standing()).isEqualTo(Standing.NothingSent);
    }

    /** Labels of another resource are not guarded by the policies of this one. */
    @Test
    void jobsThatSomebodyElseCanHaveMadeAreNotBelieved() {
        var pods =
                jobs.stream().map(job -> Ground.spoke(job, as(Outcome.Silent))).toList();
        var unguarded = sound.records(jobs, pods, Ground.NOON.minusSeconds(3), Optional.empty());
        assertThat(ProbeEvidence.of(unguarded).standing()).isEqualTo(Standing.NothingSent);
        var foreign = jobs.stream()
                .map(job -> {
                    var fields = new LinkedHashMap<>(job.tree().fields());
                    var metadata = new LinkedHashMap<>(job.tree().at("metadata").fields());
                    var labels = new LinkedHashMap<>(job.labels());
                    labels.put("onshore.vn/probe", "another");
                    metadata.put("labels", labels);
                    fields.put("metadata", metadata);
                    return Manifest.of(fields);
                })
                .toList();
        assertThat(ProbeEvidence.of(sound.records(foreign, pods)).standing()).isEqualTo(Standing.NothingSent);
    }

    /** A probe got through while break-glass was open; that it is closed by now makes no leak of it. */
    @Test
    void whatWasDeclaredThenIsNoLeakNow() {
        var flow = new Flow(
                new End.InZone("mgmt", Optional.empty()),
                new End.InZone("storage", Optional.empty()),
                PortSet.of(Protocol.TCP, 5432));
        var open = sound.withFlow(flow);
        var then = open.jobs();
        var pods =
                then.stream().map(job -> Ground.spoke(job, as(Outcome.Silent))).toList();
        assertThat(ProbeEvidence.of(open.records(then, pods)).leaks()).isEmpty();
        assertThat(ProbeEvidence.of(sound.records(then, pods)).leaks()).isEmpty();
    }

    @Test
    void jobsOfOthersAndOfTheFutureDoNotSpeak() {
        var pods =
                jobs.stream().map(job -> Ground.spoke(job, as(Outcome.Silent))).toList();
        assertThat(ProbeEvidence.of(sound.at(Ground.NOON.minusSeconds(1)).records(jobs, pods))
                        .standing())
                .isEqualTo(Standing.NothingSent);
        var strangers = ProbePlan.of(sound.inputs()).jobs();
        assertThat(ProbeEvidence.of(sound.records(strangers, pods)).standing()).isEqualTo(Standing.NothingSent);
    }

    private ProbeEvidence said(Function<Attempt, Outcome> becomes) {
        return ProbeEvidence.of(sound.records(
                jobs, jobs.stream().map(job -> Ground.spoke(job, becomes)).toList()));
    }

    /** Everything declared is open. */
    private static Function<Attempt, Outcome> as(Outcome forbidden) {
        return attempt -> attempt.expected() == Expected.Open ? Outcome.Open : forbidden;
    }

    private List<Manifest> over(String condition) {
        return jobs.stream().map(job -> Ground.over(job, condition)).toList();
    }
}
