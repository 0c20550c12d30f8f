package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.model.Policy.Direction;

/** For people: the verdict, and below it what was asked in turn. */
final class TextAnswer implements AnswerFormat.Form {

    @Override
    public void write(Answer answer, Writer out) throws IOException {
        out.write("%s to %s, %s/%d: %s (datapath %s)%n"
                .formatted(
                        answer.from(),
                        answer.to(),
                        answer.port().protocol(),
                        answer.port().number(),
                        answer.explanation().allowed() ? "allowed" : "denied",
                        answer.datapath()));
        if (answer.allowed() > 0 && answer.allowed() < answer.pairs()) {
            out.write("  only %d of %d pairs of their pods may; this is one of them%n"
                    .formatted(answer.allowed(), answer.pairs()));
        }
        for (var line : lines(answer)) {
            out.write("  " + line + "\n");
        }
    }

    private static List<String> lines(Answer answer) {
        var lines = new ArrayList<String>();
        Direction direction = null;
        for (var step : answer.explanation().steps()) {
            if (step.direction() != direction) {
                direction = step.direction();
                lines.add(Sentences.end(direction, answer.source(), answer.destination()));
            }
            lines.add("  " + Sentences.step(step));
        }
        if (lines.isEmpty()) {
            lines.add("a pod always reaches itself");
        }
        answer.explanation().nearest().ifPresent(near -> lines.add("nearest: " + Sentences.near(near)));
        return lines;
    }
}
