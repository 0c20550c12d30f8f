package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import vn.onshore.sandbox.demo.Narrator;

/** Step 9: policies, verdicts, coverage, accepted blind spots, the last proof. */
final class TheTable implements Step {
    /** The priority of columns that are shown without {@code -o wide}. */
    private static final int EVERYDAY = 0;

    @Override
    public String title() {
        return "Where everything stands";
    }

    @Override
    public void play(Stage stage) {
        Narrator narrator = stage.narrator();
        narrator.does("kubectl get onshore");
        for (String path : List.of(Stage.BOUNDARIES, Stage.ISOLATIONS, Stage.ATTESTATIONS, Stage.POLICIES)) {
            JsonNode table = stage.admin().table(path);
            if (!table.path("rows").isEmpty()) {
                printed(narrator, table);
            }
        }
        JsonNode policy = stage.admin().get(stage.policyPath()).orThrow().body();
        JsonNode status = policy.path("status");
        narrator.does("read the status of DataResidency " + stage.examples().policyName());
        narrator.saw(new Conditions(policy).sentence("Ready"));
        narrator.saw(new Conditions(policy).sentence("Compliant"));
        narrator.saw(verdicts(status));
        narrator.saw("coverage: %d kinds and %d objects seen at %s; not readable: %s"
                .formatted(
                        status.at("/coverage/kindsListed").asInt(),
                        status.at("/coverage/objects").asInt(),
                        status.at("/coverage/sweptAt").asText(),
                        unread(status)));
        narrator.saw("last proof: %s, %d of %d attempts ended as they must"
                .formatted(
                        status.at("/proof/at").asText(),
                        status.at("/proof/asExpected").asInt(),
                        status.at("/proof/attempts").asInt()));
        tellUnknown(narrator, status);
        narrator.saw("%d blind spots that somebody answers for, so that Compliant can be True:"
                .formatted(status.path("acceptedBlindSpots").size()));
        status.path("acceptedBlindSpots")
                .forEach(spot -> narrator.detail("%s until %s, %s: %s"
                        .formatted(
                                spot.path("rule").asText(),
                                spot.path("expires").asText(),
                                spot.path("owner").asText(),
                                spot.path("reason").asText())));
    }

    private static String unread(JsonNode status) {
        return status.at("/coverage/kindsUnread").asInt() == 0
                ? "nothing"
                : list(status.at("/coverage/unread")).stream()
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("; "));
    }

    /** What stands against Compliant=True although nothing is violated. */
    private static void tellUnknown(Narrator narrator, JsonNode status) {
        List<JsonNode> unknown = list(status.path("rules")).stream()
                .filter(rule -> rule.path("verdict").asText().equals("Unknown"))
                .filter(rule -> !rule.path("reason").asText().startsWith("accepted"))
                .toList();
        narrator.saw(
                unknown.isEmpty()
                        ? "nothing is unknown that nobody answers for"
                        : "unknown, and nobody answers for it:");
        unknown.forEach(rule -> narrator.detail(
                rule.path("rule").asText() + ": " + rule.path("reason").asText()));
    }

    private static String verdicts(JsonNode status) {
        var counts = new TreeMap<String, Long>(StreamSupport.stream(
                        status.path("rules").spliterator(), false)
                .collect(Collectors.groupingBy(rule -> rule.path("verdict").asText(), Collectors.counting())));
        return "%d rules: %s"
                .formatted(
                        status.path("rules").size(),
                        counts.entrySet().stream()
                                .map(verdict -> verdict.getValue() + " " + verdict.getKey())
                                .collect(Collectors.joining(", ")));
    }

    /** The columns that kubectl shows without being asked for more. */
    private static void printed(Narrator narrator, JsonNode table) {
        List<JsonNode> columns = list(table.path("columnDefinitions"));
        List<Integer> shown = IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).path("priority").asInt() == EVERYDAY)
                .boxed()
                .toList();
        List<List<String>> rows = list(table.path("rows")).stream()
                .map(row -> shown.stream()
                        .map(column -> row.path("cells").path(column).asText())
                        .map(cell -> cell.equals("null") ? "" : cell)
                        .toList())
                .toList();
        narrator.table(
                shown.stream()
                        .map(column -> columns.get(column).path("name").asText().toUpperCase(Locale.ROOT))
                        .toList(),
                rows);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
