package vn.onshore.examples;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files that users copy. */
final class Examples {
    static final Path ROOT = Path.of(System.getProperty("onshore.root", ".."), "examples");
    private static final YAMLMapper YAML = new YAMLMapper();

    private Examples() {}

    /** The YAML files below a folder, in the order of their names. */
    static List<Path> files(String folder) throws IOException {
        try (var files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** The documents of a file. */
    static List<Map<String, Object>> documents(Path file) throws IOException {
        try (var parser = YAML.createParser(file.toFile())) {
            return YAML.readValues(parser, new TypeReference<Map<String, Object>>() {})
                    .readAll();
        }
    }

    /** What stands at a path of keys. */
    static Object at(Object tree, String... path) {
        var here = tree;
        for (var key : path) {
            here = here instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return here;
    }
}
