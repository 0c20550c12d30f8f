package vn.onshore.cli.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import vn.onshore.manifest.Manifest;

/** Objects as a YAML stream, a document each. */
public final class YamlStream {
    private static final ObjectWriter YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build()
            .writer();

    private YamlStream() {}

    /** Each object with its fields in their order. */
    public static String of(List<Manifest> objects) throws JsonProcessingException {
        var stream = new StringBuilder();
        for (var object : objects) {
            stream.append(YAML.writeValueAsString(object.tree().fields()));
        }
        return stream.toString();
    }
}
