package vn.onshore.isolation.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.Digest;
import vn.onshore.kube.Json;

/**
 * What a probe says when it ends, as the termination message of its container: {@code
 * {"attempts":"9f2c…","outcomes":["Open","Silent"]}}. The digest is of what was tried, so that an answer to another question
 * is not taken for one to this.
 */
public final class ProbeMessage {
    /** Whose outcomes fit into one message. */
    public static final int MOST_ATTEMPTS = 128;

    /** The kubelet keeps no more of a message. */
    static final int MOST_BYTES = 4_096;

    private static final Map<String, Outcome> OUTCOMES =
            Stream.of(Outcome.values()).collect(Collectors.toMap(Outcome::name, outcome -> outcome));
    private static final int DIGEST_LENGTH = 16;

    private ProbeMessage() {}

    /** A message, understood or not. */
    public sealed interface Reading {
        /** @param outcomes one for each attempt */
        record Outcomes(List<Outcome> outcomes) implements Reading {
            public Outcomes {
                outcomes = List.copyOf(outcomes);
            }
        }

        /** @param why a sentence, without anything of what was read */
        record Unreadable(String why) implements Reading {}
    }

    /** @param outcomes one for each attempt */
    public static String write(List<Attempt> attempts, List<Outcome> outcomes) {
        var message = new LinkedHashMap<String, Object>();
        message.put("attempts", digest(attempts));
        message.put("outcomes", outcomes.stream().map(Outcome::name).toList());
        return Json.write(message);
    }

    /** @param message of a pod that anybody may have written who may write pods there */
    public static Reading read(String message, List<Attempt> attempts) {
        if (message.isEmpty()) {
            return new Reading.Unreadable("the probe ended without a word");
        }
        if (message.length() > MOST_BYTES) {
            return new Reading.Unreadable("the probe's message is longer than any it writes");
        }
        var tree = Json.read(message);
        if (!tree.isObject()) {
            return new Reading.Unreadable("the probe's message is no JSON object");
        }
        if (!tree.at("attempts").text().equals(digest(attempts))) {
            return new Reading.Unreadable("the probe answered to other attempts than were planned");
        }
        var outcomes = new ArrayList<Outcome>();
        for (var text : tree.at("outcomes").texts()) {
            var outcome = OUTCOMES.get(text);
            if (outcome == null) {
                return new Reading.Unreadable("the probe's message has an outcome that there is not");
            }
            outcomes.add(outcome);
        }
        return outcomes.size() == attempts.size()
                ? new Reading.Outcomes(outcomes)
                : new Reading.Unreadable("the probe's message has %d outcomes for %d attempts"
                        .formatted(outcomes.size(), attempts.size()));
    }

    private static String digest(List<Attempt> attempts) {
        var text = attempts.stream().map(Attempt::toString).collect(Collectors.joining("\n"));
        return Digest.sha256(text).substring(0, DIGEST_LENGTH);
    }
}
