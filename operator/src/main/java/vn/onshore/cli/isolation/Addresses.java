package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.onshore.boundary.Cidr;
import vn.onshore.cli.Streams;
import vn.onshore.cli.export.YamlStream;
import vn.onshore.isolation.address.AddressCounts;
import vn.onshore.isolation.address.AddressList;
import vn.onshore.isolation.address.AddressOverride;
import vn.onshore.isolation.address.AddressSource;
import vn.onshore.isolation.address.ConfigMapSources;
import vn.onshore.isolation.address.OnshoreAddresses;
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.address.SourceReader;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Problem;

/** {@code onshore isolation addresses}: no cluster, no network. */
@Command(
        name = "addresses",
        mixinStandardHelpOptions = true,
        description = {
            "Show which addresses are registered in a country, by the registries' delegated-extended files or by lists of"
                    + " CIDRs, and make the ConfigMap of them that a NetworkIsolation names in spec.onshoreAddresses.",
            "Registration is evidence, and no proof of where an address is in use."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the set can be used, and holds everything of --check",
            "1:something speaks against the set, or it does not hold everything of --check",
            "2:input that cannot be used"
        })
public final class Addresses implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final String NAMESPACE = "onshore-system";

    private final Clock clock;
    private final Streams streams;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Delegated-extended files, lists of CIDRs, either of them as gzip, ConfigMaps as .yaml or .json,"
                            + " or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--country",
            defaultValue = "VN",
            paramLabel = "CC",
            description = "Two letters of ISO 3166. Default: ${DEFAULT-VALUE}")
    private String country = "VN";

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Output output = Output.text;

    @Option(
            names = "--configmap",
            paramLabel = "[NS/]NAME",
            description = "Print a ConfigMap of the set. The namespace is onshore-system if it is left out.")
    private @Nullable String configMap;

    @Option(
            names = "--check",
            split = ",",
            paramLabel = "CIDR",
            description = "Say whether the set holds all of these.")
    private List<String> checked = List.of();

    @Option(
            names = "--previous",
            paramLabel = "FILE",
            description = "The sources that were used before: a set that lost more than 5 %% is refused.")
    private List<String> previous = List.of();

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "WHAT",
            description = "Use the set although it is one of ${COMPLETION-CANDIDATES}.")
    private List<AddressOverride> accepted = List.of();

    private enum Output {
        text,
        json,
        cidr
    }

    public Addresses() {
        this(Clock.systemUTC(), Streams.ofProcess());
    }

    Addresses(Clock clock, Streams streams) {
        this.clock = clock;
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        var problems = new ArrayList<Problem>();
        var asked = asked(problems);
        var addresses = read(files, asked, problems);
        var before = previous.isEmpty()
                ? Optional.<AddressCounts>empty()
                : Optional.of(read(previous, AddressSet.NONE, problems).counts());
        if (!problems.isEmpty()) {
            problems.forEach(streams::error);
            return Isolation.UNUSABLE;
        }
        var refusals = addresses.refusals(before, LocalDate.now(clock), Set.copyOf(accepted));
        var finding = addresses.check(asked, AddressSet.NONE);
        warn(addresses, refusals);
        var checkedAs = asked.isEmpty() ? "" : finding.sentence();
        streams.write(out -> write(new AddressReport(addresses, refusals, checkedAs), out));
        return refusals.isEmpty() && finding.isWithin() ? 0 : REFUSED;
    }

    private AddressSet asked(List<Problem> problems) {
        var cidrs = new ArrayList<Cidr>();
        for (var text : checked) {
            Cidr.parse(text)
                    .ifPresentOrElse(
                            cidrs::add,
                            () -> problems.add(new Problem("--check", 0, text + " is no CIDR without host bits")));
        }
        return AddressSet.ofCidrs(cidrs);
    }

    private OnshoreAddresses read(List<String> names, AddressSet asked, List<Problem> problems) {
        var code = country.toUpperCase(Locale.ROOT);
        var reader = new SourceReader(code, asked);
        var sources = new ArrayList<AddressSource>();
        for (var name : names) {
            if (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) {
                var reading = ManifestReader.read(List.of(name), streams.in());
                problems.addAll(reading.problems());
                reading.manifests().stream()
                        .filter(object -> object.is("", "ConfigMap"))
                        .map(object -> ConfigMapSources.read(object, code, asked))
                        .forEach(found -> {
                            sources.addAll(found.sources());
                            problems.addAll(found.problems());
                        });
            } else {
                try (var file = name.equals("-") ? streams.in() : Files.newInputStream(Path.of(name))) {
                    sources.add(reader.read(name, file));
                } catch (IOException | InvalidPathException unreadable) {
                    problems.add(new Problem(name, 0, "it cannot be read"));
                }
            }
        }
        return OnshoreAddresses.of(code, sources);
    }

    private void warn(OnshoreAddresses addresses, List<Refusal> refusals) {
        for (var source : addresses.sources()) {
            source.problems().forEach(streams::warning);
            var untold = source.unusable() - source.problems().size();
            if (untold > 0) {
                streams.warning(source.name() + ": and " + untold + " more lines cannot be used");
            }
        }
        addresses.remarks().forEach(streams::warning);
        refusals.forEach(refusal -> streams.error("refused: " + refusal.sentence()
                + refusal.unless().map(what -> " (or --accept " + what + ")").orElse("")));
    }

    private void write(AddressReport report, Writer out) throws IOException {
        if (configMap == null) {
            switch (output) {
                case text -> report.text(out);
                case json -> report.json(out);
                case cidr -> report.cidrs(out);
            }
        } else {
            var slash = configMap.indexOf('/');
            var namespace = slash < 0 ? NAMESPACE : configMap.substring(0, slash);
            out.write(YamlStream.of(
                    List.of(AddressList.configMap(namespace, configMap.substring(slash + 1), report.addresses()))));
        }
    }
}
