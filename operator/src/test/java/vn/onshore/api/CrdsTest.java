package vn.onshore.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed CustomResourceDefinitions are what the records say; {@code -Dcrds.write=true} makes them so. */
class CrdsTest {
    private static final Path ROOT = Path.of(System.getProperty("onshore.root", ".."));
    private static final Path CRDS = ROOT.resolve("crds");
    /** Where Helm can reach them; a test of the chart compares. */
    private static final Path COPIES = ROOT.resolve("charts/onshore/files/crds");

    @Test
    void committedFilesAreWhatTheRecordsSay(@TempDir Path scratch) throws IOException {
        var generated = CrdFiles.generate(scratch);
        if (Boolean.getBoolean("crds.write")) {
            write(generated, CRDS);
            write(generated, COPIES);
        }
        assertThat(committed()).isEqualTo(generated);
    }

    private static void write(Map<String, String> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, String> committed() throws IOException {
        var files = new TreeMap<String, String>();
        if (Files.isDirectory(CRDS)) {
            try (var listed = Files.list(CRDS)) {
                for (var file : listed.toList()) {
                    files.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return files;
    }
}
