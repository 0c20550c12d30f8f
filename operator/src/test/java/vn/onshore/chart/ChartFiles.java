package vn.onshore.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The chart of this checkout. */
final class ChartFiles {
    static final Path ROOT = Path.of(System.getProperty("onshore.root", ".."));
    static final Path CHART = ROOT.resolve("charts/onshore");
    private static final YAMLMapper YAML = new YAMLMapper();

    private ChartFiles() {}

    static JsonNode values() {
        return yaml(read(CHART.resolve("values.yaml"))).getFirst();
    }

    static JsonNode schema() {
        return yaml(read(CHART.resolve("values.schema.json"))).getFirst();
    }

    /** The templates that make objects, by path below the chart. */
    static Map<String, String> templates() {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(CHART.resolve("templates"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> texts.put(CHART.relativize(file).toString(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** The custom resource definitions in a folder below the checkout, by file name; none without the folder. */
    static Map<String, String> definitions(String folder) {
        var texts = new TreeMap<String, String>();
        Path place = ROOT.resolve(folder);
        if (!Files.isDirectory(place)) {
            return texts;
        }
        try (Stream<Path> files = Files.list(place)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .forEach(file -> texts.put(file.getFileName().toString(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** The documents of a YAML text that are objects. */
    static List<JsonNode> yaml(String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
