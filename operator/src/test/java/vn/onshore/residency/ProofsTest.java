package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.onshore.residency.prove.ApiRequest;
import vn.onshore.residency.prove.Attempt;
import vn.onshore.residency.prove.CanaryPlan;
import vn.onshore.residency.prove.GuardNames;
import vn.onshore.residency.prove.Observation;
import vn.onshore.residency.prove.Outcome;
import vn.onshore.residency.prove.Proof;
import vn.onshore.standing.Proofs;

/** When a round begins, and which rounds count. The prover here waits until the test says how its round ended. */
@Timeout(30)
class ProofsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final CanaryPlan PLAN =
            new CanaryPlan(new GuardNames("citizen-data", Set.of()), List.of(), List.of());

    private volatile Instant now = Cluster.NOW;
    private final AtomicInteger rounds = new AtomicInteger();
    private final BlockingQueue<Outcome> ending = new SynchronousQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicInteger judged = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Proofs<CanaryTarget, Proof> proofs = new Proofs<>(this::prove, writing::get, this::time, told::add);

    /** Who asks from within a round judges how it ended. */
    private Instant time() {
        var time = now;
        if (Thread.currentThread().getName().startsWith("prove-")) {
            judged.incrementAndGet();
        }
        return time;
    }

    private Proof prove(CanaryTarget target) {
        rounds.incrementAndGet();
        try {
            return proof(ending.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Proof proof(Outcome outcome) {
        var attempt = new Attempt(
                "a",
                "G3",
                "bind",
                new ApiRequest(ApiRequest.Verb.Create, "/x", Map.of("kind", "Binding")),
                new Attempt.Expected.Refused());
        return new Proof(now, List.of(new Observation(attempt, outcome, 422, "")), List.of());
    }

    private void keep(String digest) {
        keep("w1", digest);
    }

    private void keep(String wish, String digest) {
        proofs.keep("p", new CanaryTarget(PLAN, List.of(), wish, digest, INTERVAL));
        now = now.plus(Proofs.TO_BITE);
    }

    /** Begins a round, and returns when it is under way. */
    private void begin() {
        var before = rounds.get();
        await().pollInterval(Duration.ofMillis(2)).until(() -> {
            proofs.tick();
            return rounds.get() > before;
        });
    }

    private void end(Outcome outcome) throws InterruptedException {
        ending.put(outcome);
    }

    private void round(Outcome outcome) throws InterruptedException {
        begin();
        end(outcome);
    }

    private static Outcome held() {
        return new Outcome.Refused("onshore-p-pods");
    }

    private void assertNothingIsDue() throws InterruptedException {
        var before = rounds.get();
        for (int i = 0; i < 20; i++) {
            proofs.tick();
            Thread.sleep(2);
        }
        assertThat(rounds).hasValue(before);
    }

    @Test
    void guardsThatAreBeingWrittenGoFirstButNotForEver() throws InterruptedException {
        writing.set(true);
        keep("d1");
        assertNothingIsDue();
        now = now.plusMillis(4_400);
        assertNothingIsDue();
        now = now.plusMillis(200);
        round(held());
        keep("d2");
        assertNothingIsDue();
        writing.set(false);
        round(held());
    }

    @Test
    void aNewGuardIsTriedAtOnceAndThenAtTheInterval() throws InterruptedException {
        keep("d1");
        assertThat(proofs.last("p")).isEmpty();
        round(held());
        assertThat(told.take()).isEqualTo("p");
        assertThat(proofs.last("p")).isPresent();
        assertNothingIsDue();
        now = now.plus(INTERVAL).minusMillis(1);
        assertNothingIsDue();
        now = now.plusMillis(1);
        round(held());
        assertThat(told.take()).isEqualTo("p");
    }

    @Test
    void aGuardThatChangesAgainAndAgainIsLeftToBiteFirst() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        for (int i = 0; i < 5; i++) {
            proofs.hurry("p");
            now = now.plus(Proofs.TO_BITE).minusMillis(1);
            assertNothingIsDue();
        }
        now = now.plusMillis(1);
        round(held());
        assertThat(told.take()).isEqualTo("p");
    }

    @Test
    void anAdmissionRightAfterAChangeIsNotBelievedAndLaterIs() throws InterruptedException {
        keep("d1");
        round(new Outcome.Admitted());
        await().until(() -> judged.get() == 1);
        now = now.plus(Duration.ofMillis(250));
        begin();
        assertThat(told).isEmpty();
        assertThat(proofs.last("p")).isEmpty();
        now = now.plus(Proofs.PATIENCE);
        end(new Outcome.Admitted());
        told.take();
        assertThat(proofs.last("p").orElseThrow().verdict()).isInstanceOf(Proof.Verdict.Broken.class);
        now = now.plus(Proofs.PATIENCE);
        round(held());
        told.take();
        assertThat(proofs.last("p").orElseThrow().holds())
                .as("not an interval later")
                .isTrue();
    }

    @Test
    void anotherWishVoidsTheProofAndTheRoundUnderWay() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        now = now.plus(INTERVAL);
        begin();
        keep("w2", "d2");
        assertThat(proofs.last("p")).isEmpty();
        end(held());
        begin();
        assertThat(proofs.last("p")).as("what was tried were the guards before").isEmpty();
        assertThat(told).isEmpty();
        end(held());
        told.take();
        assertThat(proofs.last("p")).isPresent();
    }

    @Test
    void guardsThatFollowTheClusterAreTriedAtOnceWhileTheLastProofHolds() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        var first = proofs.last("p").orElseThrow();
        now = now.plus(INTERVAL).minusMillis(1);
        keep("d2");
        assertThat(proofs.last("p")).contains(first);
        begin();
        keep("d3");
        end(held());
        begin();
        assertThat(proofs.last("p")).as("what was tried were the guards before").contains(first);
        now = now.plusSeconds(1);
        end(held());
        told.take();
        assertThat(proofs.last("p").orElseThrow().at()).isEqualTo(now);
        assertNothingIsDue();
    }

    @Test
    void aProofOfOtherGuardsHoldsForOneIntervalAndIsThenTold() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        keep("d2");
        now = now.minus(Proofs.TO_BITE);
        for (int i = 3; i < 8; i++) {
            now = now.plus(INTERVAL.dividedBy(5)).minus(Proofs.TO_BITE).minusMillis(1);
            keep("d" + i);
            assertThat(proofs.last("p")).as("d%d", i).isPresent();
        }
        now = now.plusMillis(5);
        assertThat(proofs.last("p"))
                .as("changes that never end keep nothing alive")
                .isEmpty();
        begin();
        assertThat(told.take()).isEqualTo("p");
        end(held());
        told.take();
        assertThat(proofs.last("p")).isPresent();
    }

    @Test
    void guardsThatFollowedTheClusterAndDoNotHoldAreBroken() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        keep("d2");
        round(new Outcome.Admitted());
        await().until(() -> judged.get() >= 2);
        assertThat(proofs.last("p").orElseThrow().verdict()).isInstanceOf(Proof.Verdict.Holds.class);
        now = now.plus(Proofs.PATIENCE);
        round(new Outcome.Admitted());
        told.take();
        assertThat(proofs.last("p").orElseThrow().verdict()).isInstanceOf(Proof.Verdict.Broken.class);
    }

    @Test
    void aProofThatIsOverdueAlreadyIsNotHeld() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        now = now.plus(INTERVAL).plus(Proofs.PATIENCE).plusMillis(1);
        keep("d2");
        assertThat(proofs.last("p")).isEmpty();
    }

    @Test
    void aRoundThatBeganBeforeAGuardWasPutBackSaysNothingAboutIt() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        now = now.plus(INTERVAL);
        begin();
        proofs.hurry("p");
        now = now.plus(Proofs.TO_BITE);
        end(held());
        begin();
        end(held());
        told.take();
    }

    @Test
    void theSameDigestChangesNothing() throws InterruptedException {
        keep("d1");
        round(held());
        told.take();
        keep("d1");
        assertThat(proofs.last("p")).isPresent();
        assertNothingIsDue();
    }

    @Test
    void whatIsForgottenIsNotTried() throws InterruptedException {
        keep("d1");
        proofs.forget("p");
        assertNothingIsDue();
        assertThat(proofs.last("p")).isEmpty();
        proofs.hurry("p");
        now = now.plus(Proofs.TO_BITE);
    }

    @Test
    void aPolicyIsTriedOnceAtATime() throws InterruptedException {
        keep("d1");
        begin();
        now = now.plus(INTERVAL.multipliedBy(5));
        assertNothingIsDue();
        end(held());
        told.take();
    }
}
