package vn.onshore.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** The argument of commands that read manifests. */
public final class ManifestPaths {
    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, folders (.yaml, .yml, .json), or - for standard input.")
    private List<String> paths = List.of();

    /** As they were named, at least one. */
    public List<String> all() {
        return paths;
    }
}
