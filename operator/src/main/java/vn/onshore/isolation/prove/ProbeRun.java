package vn.onshore.isolation.prove;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * What became of one zone's Job.
 *
 * @param attempts as the Job was told
 * @param targets the zone of each destination; empty for one outside
 */
record ProbeRun(String zone, List<Attempt> attempts, List<Optional<String>> targets, State state) {
    private static final int LONGEST_REASON = 64;

    /** How far it is. */
    sealed interface State {
        /** It has not ended. */
        record UnderWay() implements State {}

        /** @param outcomes one for each attempt */
        record Spoke(List<Outcome> outcomes, Optional<Instant> at) implements State {}

        /** @param why a clause */
        record Silent(String why) implements State {}
    }

    /** @param pods of all jobs */
    static ProbeRun of(Manifest job, List<Manifest> pods) {
        var attempts = ProbeJob.attempts(job);
        var targets = ProbeJob.targets(job);
        return new ProbeRun(
                job.labels().getOrDefault(ProbeJob.ZONE, ""),
                attempts,
                targets,
                targets.size() == attempts.size()
                        ? state(job, pods, attempts)
                        : new State.Silent("its Job is not as it was planned"));
    }

    private static State state(Manifest job, List<Manifest> pods, List<Attempt> attempts) {
        var pod = pods.stream().filter(one -> isOf(one, job)).findFirst();
        var status = pod.map(ProbeRun::container).orElse(Tree.NOTHING);
        var ended = status.at("state", "terminated");
        if (ended.isPresent()) {
            return switch (ProbeMessage.read(ended.at("message").text(), attempts)) {
                case ProbeMessage.Reading.Outcomes(var outcomes) ->
                    new State.Spoke(outcomes, instant(ended.at("finishedAt").text()));
                case ProbeMessage.Reading.Unreadable(var why) -> new State.Silent(why);
            };
        }
        if (!isOver(job)) {
            return new State.UnderWay();
        }
        return new State.Silent(
                pod.isEmpty()
                        ? "it has no pod"
                        : "its pod never ran"
                                + reason(status.at("state", "waiting", "reason").text()));
    }

    private static boolean isOf(Manifest pod, Manifest job) {
        var uid = job.subject().uid();
        return pod.namespace().equals(job.namespace())
                && pod.tree().at("metadata", "ownerReferences").items().stream()
                        .anyMatch(owner -> owner.at("controller").isTrue()
                                && owner.at("kind").text().equals("Job")
                                && owner.at("uid").text().equals(uid));
    }

    private static Tree container(Manifest pod) {
        return pod.tree().at("status", "containerStatuses").items().stream()
                .filter(status -> status.at("name").text().equals(ProbeJob.CONTAINER))
                .findFirst()
                .orElse(Tree.NOTHING);
    }

    private static boolean isOver(Manifest job) {
        return job.tree().at("status", "conditions").items().stream()
                .anyMatch(condition -> List.of("Complete", "Failed")
                                .contains(condition.at("type").text())
                        && condition.at("status").text().equals("True"));
    }

    /** A word such as {@code ErrImagePull}, which a kubelet says. */
    private static String reason(String word) {
        return word.isEmpty()
                        || word.length() > LONGEST_REASON
                        || !word.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))
                ? ""
                : " (" + word + ")";
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
