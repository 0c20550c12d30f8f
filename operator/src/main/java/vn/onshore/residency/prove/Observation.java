package vn.onshore.residency.prove;

import vn.onshore.residency.prove.Attempt.Expected;

/**
 * One attempt and how it ended.
 *
 * @param code HTTP status; 0 if there was no answer
 * @param said the server's own sentence, at most {@link Reading#LONGEST} characters; empty if it said nothing
 */
public record Observation(Attempt attempt, Outcome outcome, int code, String said) {

    /** What follows for the promise. */
    public enum Judgement {
        AsExpected,
        Deviation,
        Inconclusive
    }

    public Judgement judgement() {
        if (outcome instanceof Outcome.Inconclusive) {
            return Judgement.Inconclusive;
        }
        if (outcome instanceof Outcome.RefusedByPeer) {
            return attempt.expected() instanceof Expected.Admitted ? Judgement.Inconclusive : Judgement.AsExpected;
        }
        var expected = switch (attempt.expected()) {
            case Expected.Refused() -> outcome instanceof Outcome.Refused;
            case Expected.Warned() -> outcome instanceof Outcome.Warned;
            case Expected.Admitted(var ignored) -> outcome instanceof Outcome.Admitted;
        };
        return expected ? Judgement.AsExpected : Judgement.Deviation;
    }

    /** One sentence for people: what was tried, what happened, and what should have happened if that differs. */
    public String sentence() {
        var ended = switch (outcome) {
            case Outcome.Refused(var guard) -> "was refused by " + guard;
            case Outcome.RefusedByPeer(var guard) -> "was refused by " + guard + " of another policy";
            case Outcome.Warned(var guard) -> "was admitted with a warning of " + guard;
            case Outcome.Admitted() -> "was admitted";
            case Outcome.Bare(var missing) -> "was admitted without " + missing;
            case Outcome.Inconclusive(var reason) -> "proves nothing: " + reason;
        };
        var tried = attempt.rule() + " " + attempt.id() + ": an attempt to " + attempt.sentence() + " " + ended;
        return judgement() == Judgement.Deviation ? tried + "; it must " + due() : tried;
    }

    private String due() {
        return switch (attempt.expected()) {
            case Expected.Refused() -> "be refused";
            case Expected.Warned() -> "cause a warning and pass";
            case Expected.Admitted(var ignored) -> "pass";
        };
    }
}
