package vn.onshore.sandbox.demo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kubernetes objects as YAML text. */
public final class Documents {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Documents() {}

    /** All objects of a text of one or more documents, in order; empty documents count for nothing. */
    public static List<ObjectNode> parse(String yaml) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            List<ObjectNode> objects = new ArrayList<>();
            while (values.hasNextValue()) {
                if (values.nextValue() instanceof ObjectNode object) {
                    objects.add(object);
                }
            }
            return objects;
        } catch (IOException e) {
            throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
        }
    }

    /** The objects of each YAML file below a folder, by the path of the file below it. */
    public static Map<String, List<ObjectNode>> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .collect(Collectors.toMap(file -> folder.relativize(file).toString(), file -> parse(text(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All objects of a file that lies beside a class. */
    public static List<ObjectNode> resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
