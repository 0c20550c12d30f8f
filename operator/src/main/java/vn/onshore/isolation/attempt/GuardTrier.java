package vn.onshore.isolation.attempt;

import com.google.re2j.Pattern;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.ApiServer.Answer;

/**
 * Asks the API server for what a plan tries, in dry-run, and reads its answers. It answers 422 with the name of the first
 * ValidatingAdmissionPolicy that denies; every other way to say no may come from somebody else, and shows nothing.
 */
public final class GuardTrier {
    private static final int LONGEST = 512;
    private static final int UNPROCESSABLE = 422;
    private static final Pattern DENIAL =
            Pattern.compile("ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied");

    private final ApiServer server;
    private final InstantSource clock;

    public GuardTrier(ApiServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /** How an attempt ended; {@code sentence} is read after "an attempt to …". */
    private sealed interface Ending {
        record AsItMust() implements Ending {}

        record Otherwise(String sentence) implements Ending {}

        record Inconclusive(String sentence) implements Ending {}
    }

    /** Tries everything once, one after the other. A server that gives no answer makes attempts inconclusive. */
    public Trial tryAll(AttemptPlan plan) {
        var at = clock.instant();
        var asExpected = 0;
        var deviations = new ArrayList<String>();
        var inconclusive = new ArrayList<String>();
        for (var attempt : plan.attempts()) {
            var tried = "an attempt to " + attempt.sentence() + " ";
            switch (ending(plan.own(), attempt)) {
                case Ending.AsItMust() -> asExpected++;
                case Ending.Otherwise(var sentence) -> deviations.add(tried + sentence);
                case Ending.Inconclusive(var sentence) -> inconclusive.add(tried + "shows nothing: " + sentence);
            }
        }
        return new Trial(at, asExpected, deviations, inconclusive, plan.untried());
    }

    private Ending ending(String own, Attempt attempt) {
        try {
            return reading(own, attempt, ask(attempt));
        } catch (UncheckedIOException e) {
            return new Ending.Inconclusive("the API server gave no answer");
        }
    }

    private Answer ask(Attempt attempt) {
        return switch (attempt.verb()) {
            case Create -> server.tryCreate(attempt.path(), attempt.body());
            case Patch -> server.tryMergePatch(attempt.path(), attempt.body());
        };
    }

    private static Ending reading(String own, Attempt attempt, Answer answer) {
        var denial = DENIAL.matcher(answer.message());
        var guard = answer.code() == UNPROCESSABLE && denial.find() ? denial.group(1) : "";
        var due = attempt.refusal();
        if (answer.ok()) {
            return due.isEmpty()
                    ? new Ending.AsItMust()
                    : new Ending.Otherwise("was admitted; " + due.get() + " must refuse it");
        }
        if (due.isPresent() && due.get().equals(guard)) {
            return new Ending.AsItMust();
        }
        if (due.isEmpty() && guard.startsWith(own)) {
            return new Ending.Otherwise("was refused by " + guard + "; it must pass");
        }
        return new Ending.Inconclusive(guard.isEmpty() ? said(answer) : byOthers(guard));
    }

    private static String byOthers(String guard) {
        return "ValidatingAdmissionPolicy " + guard + " refused it first; let that one pass what has the annotation "
                + AttemptPlan.ANNOTATION;
    }

    private static String said(Answer answer) {
        var message = answer.message();
        return "the API server answered " + answer.code() + " "
                + (message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
    }
}
