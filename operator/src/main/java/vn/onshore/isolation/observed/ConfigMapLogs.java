package vn.onshore.isolation.observed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import vn.onshore.manifest.ConfigMapData;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.PackedText;

/** Every key of a ConfigMap as a log of one of the forms that {@link LineReader} tells apart, plain or as gzip. */
public final class ConfigMapLogs {
    /** Of the text of one ConfigMap, unpacked: some 10,000 lines of Hubble. */
    static final long MOST_CHARACTERS = 16L * 1024 * 1024;

    private ConfigMapLogs() {}

    /** Adds up what a ConfigMap holds. Addresses stay addresses; {@link Placement} says whose they were. */
    public static void read(Manifest configMap, FlowBook book) {
        var data = ConfigMapData.of(configMap);
        data.problems()
                .forEach(problem -> book.add(problem.file(), problem.line(), "", new Line.Garbage(problem.sentence())));
        var logs = new LogText(PodAddresses.NONE, book);
        var left = MOST_CHARACTERS;
        for (var log : data.byName().entrySet()) {
            try {
                var text = PackedText.unpacked(new ByteArrayInputStream(log.getValue()));
                left -= logs.read(log.getKey(), new InputStreamReader(text, StandardCharsets.UTF_8), left);
            } catch (IOException unreadable) {
                book.add(log.getKey(), 0, "", new Line.Garbage("it begins as gzip and is none, or is not whole"));
            }
        }
    }
}
