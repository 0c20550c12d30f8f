package vn.onshore.residency.prove;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import vn.onshore.residency.prove.TokenSource.TokenRefusedException;

/**
 * Sends the attempts of a plan to the API server and says how they ended. It acts as the canary account, never as the
 * operator. Safe for use by several threads.
 */
public final class ResidencyProver implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final DryRunClient client;
    private final RenewedToken token;
    private final InstantSource clock;
    private final Semaphore gate = new Semaphore(AT_ONCE);

    public ResidencyProver(ApiEndpoint server, TokenSource tokens, InstantSource clock) {
        this.client = new DryRunClient(server);
        this.token = new RenewedToken(tokens, clock);
        this.clock = clock;
    }

    /** Tries everything once. Whatever goes wrong makes observations inconclusive; nothing is thrown. */
    public Proof prove(CanaryPlan plan) {
        var at = clock.instant();
        var reading = new Reading(plan.guards());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Answer>>();
            for (var attempt : plan.attempts()) {
                Callable<Answer> task = () -> answer(attempt.request());
                answers.add(threads.submit(task));
                if (answers.size() == 1) {
                    // Alone and first: it opens the HTTP/2 connection that the others then share.
                    await(answers.getFirst());
                }
            }
            return new Proof(at, observations(plan.attempts(), answers, reading), plan.untried());
        }
    }

    private static List<Observation> observations(
            List<Attempt> attempts, List<Future<Answer>> answers, Reading reading) {
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < attempts.size(); i++) {
            observations.add(reading.of(attempts.get(i), await(answers.get(i))));
        }
        return observations;
    }

    private static Answer await(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            // Only the kind of failure: its message may hold what was sent.
            var cause = e.getCause();
            return new Answer.Missing("the attempt failed: "
                    + (cause == null ? e : cause).getClass().getSimpleName());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Missing("the round was interrupted");
        }
    }

    private Answer answer(ApiRequest request) throws InterruptedException {
        gate.acquire();
        try {
            var current = token.current();
            var answer = client.send(request, current);
            if (answer instanceof Answer.Replied replied && replied.code() == 401) {
                token.discard(current);
            }
            return answer;
        } catch (TokenRefusedException e) {
            return new Answer.Missing(String.valueOf(e.getMessage()));
        } finally {
            gate.release();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
