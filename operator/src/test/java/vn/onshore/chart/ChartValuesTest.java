package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** values.yaml, values.schema.json and the templates speak of the same values. */
class ChartValuesTest {
    private static final Pattern REFERENCE = Pattern.compile("\\.Values((?:\\.\\w+)+)");
    private static final Pattern FUNCTION =
            Pattern.compile("\\{\\{[^}]*?\\b(lookup|tpl|getHostByName|randAlpha\\w*)\\b");

    @Test
    void everyValueThatATemplateReadsIsDeclared() {
        assertThat(references())
                .isNotEmpty()
                .allSatisfy(path -> assertThat(ChartFiles.values()
                                .at("/" + path.replace('.', '/'))
                                .isMissingNode())
                        .as(path)
                        .isFalse());
    }

    @Test
    void everyDeclaredValueIsRead() {
        Set<String> references = references();
        assertThat(leaves(ChartFiles.values(), ""))
                .isNotEmpty()
                .allSatisfy(leaf -> assertThat(references)
                        .as(leaf)
                        .anyMatch(reference -> leaf.equals(reference) || leaf.startsWith(reference + ".")));
    }

    @Test
    void schemaAndDefaultsListTheSameValues() {
        Set<String> declared = new TreeSet<>();
        properties(ChartFiles.schema(), "", declared);
        declared.remove("global");
        assertThat(declared).isEqualTo(leaves(ChartFiles.values(), ""));
    }

    @Test
    void renderingNeedsNothingButValues() {
        assertThat(ChartFiles.templates())
                .allSatisfy((path, text) -> assertThat(FUNCTION.matcher(text)
                                .results()
                                .map(found -> found.group(1))
                                .toList())
                        .as(path)
                        .isEmpty());
    }

    private static Set<String> references() {
        Set<String> paths = new TreeSet<>();
        ChartFiles.templates()
                .values()
                .forEach(text -> REFERENCE
                        .matcher(text)
                        .results()
                        .forEach(found -> paths.add(found.group(1).substring(1))));
        return paths;
    }

    private static Set<String> leaves(JsonNode node, String path) {
        if (!node.isObject() || node.isEmpty()) {
            return Set.of(path);
        }
        Set<String> all = new TreeSet<>();
        node.properties().forEach(entry -> all.addAll(leaves(entry.getValue(), join(path, entry.getKey()))));
        // Rooms that people fill as they like are one value, whatever the defaults put there.
        Set<String> free = Set.of("resources", "nodeSelector");
        return free.contains(path) ? Set.of(path) : all;
    }

    private static void properties(JsonNode schema, String path, Set<String> into) {
        JsonNode properties = schema.path("properties");
        if (properties.isMissingNode() || path.equals("resources")) {
            into.add(path);
            return;
        }
        assertThat(schema.path("additionalProperties").asBoolean(true)).as(path).isFalse();
        properties.properties().forEach(entry -> properties(entry.getValue(), join(path, entry.getKey()), into));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
