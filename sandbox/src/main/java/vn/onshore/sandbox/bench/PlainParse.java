package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A baseline, run as a process of its own: parses every YAML file below a folder. */
public final class PlainParse {
    private PlainParse() {}

    /** @param args the folder, and how many files must be there */
    public static void main(String[] args) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(Path.of(args[0]))) {
            files = tree.filter(path -> path.toString().endsWith(".yaml")).toList();
        }
        Load load = new Load(LoadSettings.builder().build());
        long documents = 0;
        for (Path file : files) {
            for (Object document : load.loadAllFromString(Files.readString(file))) {
                documents += document == null ? 0 : 1;
            }
        }
        System.exit(documents == Long.parseLong(args[1]) ? 0 : 2);
    }
}
