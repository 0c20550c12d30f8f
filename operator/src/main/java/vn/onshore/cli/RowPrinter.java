package vn.onshore.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** JSON with the elements of the outermost lists on lines of their own, everything else on one. */
public final class RowPrinter extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;

    private int depth;

    public RowPrinter() {
        super("");
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
        json.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        if (depth == 1) {
            json.writeRaw('\n');
        }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(depth == 1 ? ",\n" : ",");
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
        json.writeRaw(values == 0 || depth > 1 ? "]" : "\n]");
        depth--;
    }
}
