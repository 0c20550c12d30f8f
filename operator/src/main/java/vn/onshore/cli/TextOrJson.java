package vn.onshore.cli;

import picocli.CommandLine.Option;

/** The option of commands that answer people or programs. */
public final class TextOrJson {
    private enum Output {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Output output = Output.text;

    public boolean isJson() {
        return output == Output.json;
    }
}
