package vn.onshore.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a result of SARIF 2.1.0 stands. */
public final class SarifPlace {
    private SarifPlace() {}

    /**
     * Writes {@code locations} of one place.
     *
     * @param line from 1; the first for 0
     */
    public static void write(String file, int line, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(file));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", Math.max(1, line));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String uri(String file) {
        if (file.equals("-")) {
            return "stdin";
        }
        try {
            var relative = file.startsWith("./") ? file.substring(2) : file;
            return new URI(file.startsWith("/") ? "file" : null, null, relative.replace('\\', '/'), null)
                    .toASCIIString();
        } catch (URISyntaxException impossible) {
            return "unnamed";
        }
    }
}
