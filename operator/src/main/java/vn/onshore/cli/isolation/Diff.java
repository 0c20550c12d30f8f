package vn.onshore.cli.isolation;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.onshore.cli.Streams;

/** {@code onshore isolation diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Say which connections a change of manifests adds, removes and changes, and which zone verdicts get worse.",
            "Addresses are compared as addresses: the same space in other pieces is no change."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no zone verdict got worse, whatever connections changed",
            "1:a zone verdict of a NetworkIsolation got worse",
            "2:a policy is one that the API server would refuse, a path cannot be read, or a NetworkIsolation is flawed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  onshore isolation diff before/ after/",
            "  onshore isolation diff before/ after/ --output sarif > isolation.sarif"
        })
public final class Diff implements Callable<Integer> {
    private static final int WORSE = 1;

    private final Streams streams;

    @Parameters(index = "0", paramLabel = "OLD", description = "A file or a folder.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "A file or a folder.")
    private String after = "";

    @Mixin
    private final Datapath datapath = new Datapath();

    @Mixin
    private final OutsideAddresses outside = new OutsideAddresses();

    @Option(
            names = {"-o", "--output"},
            defaultValue = "md",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private DiffFormat output = DiffFormat.md;

    public Diff() {
        this(Streams.ofProcess());
    }

    Diff(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var old = Input.of(List.of(before), streams);
        var now = Input.of(List.of(after), streams);
        var oldZones = Declarations.of(old.manifests());
        var newZones = Declarations.of(now.manifests());
        var flawless = oldZones.tell(streams) & newZones.tell(streams);
        var verdicts = ZoneChange.between(old, oldZones, now, newZones, datapath.profile(), Instant.now());
        var comparison = Comparison.of(old, now, datapath.profile(), outside, verdicts);
        streams.write(out -> output.form().write(comparison, out));
        if (!old.sound() || !now.sound() || !flawless) {
            return Isolation.UNUSABLE;
        }
        return comparison.gotWorse() ? WORSE : 0;
    }
}
