package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.onshore.cli.Run;
import vn.onshore.cli.check.Check;
import vn.onshore.residency.verify.ExitCatalogue;

/** What the documents say is so. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    /** The README and the guides; decisions included. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Stream.concat(
                Stream.of("README.md", "CONTRIBUTING.md", "charts/onshore/README.md")
                        .map(ChartFiles.ROOT::resolve),
                Files.walk(ChartFiles.ROOT.resolve("docs")))) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)))
                .allSatisfy(target ->
                        assertThat(document.resolveSibling(target).normalize()).exists());
    }

    @Test
    void noTwoDecisionsShareANumber() throws IOException {
        try (Stream<Path> files = Files.list(ChartFiles.ROOT.resolve("docs/decisions"))) {
            assertThat(files.map(file -> file.getFileName().toString().substring(0, "0001".length())))
                    .doesNotHaveDuplicates()
                    .allMatch(number -> number.matches("[0-9]{4}"));
        }
    }

    @Test
    void residencyListsTheExitCatalogue() throws IOException {
        String rows = Files.readString(ChartFiles.ROOT.resolve("docs/residency.md"))
                .lines()
                .filter(line -> line.startsWith("| E"))
                .collect(Collectors.joining("\n"));
        assertThat(rows)
                .isEqualTo(ExitCatalogue.exits().stream()
                        .map(exit ->
                                "| %s | %s | %s |".formatted(exit.id(), exit.title(), exit.isJudged() ? "judged" : ""))
                        .collect(Collectors.joining("\n")));
    }

    /** The five minutes of the README, as a reader would spend them. */
    @Test
    void checkAnswersAsTheReadmeShows(@TempDir Path place) throws IOException {
        String readme = Files.readString(ChartFiles.ROOT.resolve("README.md"));
        List<String> yaml = blocks(readme, "yaml");
        Path policy = Files.writeString(place.resolve("onshore.yaml"), yaml.get(0));
        Path app = Files.writeString(place.resolve("app.yaml"), yaml.get(1));
        var run = Run.of("", Check::new, policy.toString(), app.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(place + "/", ""))
                .isEqualTo(blocks(readme, "text").getFirst());
    }

    static List<String> blocks(String document, String language) {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(document)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
