package vn.onshore.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";

    private static Reading read(String text) {
        return ManifestReader.read("f.yaml", text);
    }

    private static int line(Manifest manifest) {
        return Objects.requireNonNull(manifest.source()).line();
    }

    private static @Nullable Object value(String yaml) {
        return read(POD + "x: " + yaml + "\n")
                .manifests()
                .getFirst()
                .tree()
                .at("x")
                .value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "y", "True", "TRUE", "ON"})
    void wordsThatAreTrueToKubectl(String word) {
        assertThat(value(word)).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "0777,511",
        "0x1F,31",
        "0b101,5",
        "0o17,15",
        "1_000,1000",
        "-12,-12",
        "+3,3",
        "9223372036854775807,9223372036854775807"
    })
    void integers(String text, long number) {
        assertThat(value(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:30",
                "2026-01-01",
                "1.2.3",
                "0x",
                "089a",
                ".",
                "-",
                "1e",
                "yep",
                "10.0.0.1",
                "+",
                "0.1.2",
                "0a7",
                "0-5",
                "0,5"
            })
    void stringsThatLookLikeNumbers(String text) {
        assertThat(value("\"" + text + "\"")).isEqualTo(text);
        if (!text.equals("-")) {
            assertThat(value(text)).isEqualTo(text);
        }
    }

    @Test
    void decimalsAndNothing() {
        assertThat(value("1.5")).isEqualTo(1.5);
        assertThat(value("089")).isEqualTo(89.0);
        assertThat(value("1e3")).isEqualTo(1000.0);
        assertThat(value("~")).isNull();
        assertThat(value("'yes'")).isEqualTo("yes");
        assertThat(value("!!str yes")).isEqualTo("yes");
    }

    @Test
    void documentsHaveTheLineOfTheirFirstKey() {
        var reading = read("# head\n---\n" + POD + "---\n# only a comment\n---\n\n" + POD + "---\n");
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.manifests()).extracting(ManifestReaderTest::line).containsExactly(3, 10);
    }

    @Test
    void bomAndCarriageReturnsChangeNothing() {
        var plain = read(POD + "---\n" + POD);
        var windows = read("\uFEFF" + (POD + "---\n" + POD).replace("\n", "\r\n"));
        assertThat(windows).isEqualTo(plain);
    }

    @Test
    void oneBrokenDocumentHidesNoOther() {
        var reading = read(POD + "---\nfoo: [\n---\n" + POD + "---\na: 1\n a: 2\n---\n" + POD);
        assertThat(reading.manifests()).hasSize(3);
        assertThat(reading.problems()).extracting(Problem::line).containsExactly(6, 12);
    }

    @Test
    void blockTextMayHoldDashes() {
        var reading = read(POD + "data: |\n  a\n  ---\n  b\n");
        assertThat(reading.manifests()).hasSize(1);
        assertThat(reading.manifests().getFirst().tree().at("data").text()).isEqualTo("a\n---\nb\n");
    }

    @Test
    void directivesAndEndMarkersAreUnderstood() {
        var reading = read("%YAML 1.1\n---\n" + POD + "...\n---\n" + POD);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.manifests()).extracting(ManifestReaderTest::line).containsExactly(3, 8);
    }

    @Test
    void listsAreFlattenedWithTheLinesOfTheirItems() {
        var reading = read(
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- apiVersion: v1\n  kind: List\n"
                        + "  items:\n  - {apiVersion: v1, kind: Secret}\n- apiVersion: v1\n");
        assertThat(reading.manifests()).extracting(Manifest::kind).containsExactly("Pod", "Secret");
        assertThat(reading.manifests()).extracting(ManifestReaderTest::line).containsExactly(4, 9);
        assertThat(reading.problems()).extracting(Problem::toString).containsExactly("f.yaml:10: it has no kind");
    }

    @Test
    void itemsOfTypedListsTakeTheKindOfTheList() {
        var reading = read(
                "{\"apiVersion\": \"apps/v1\", \"kind\": \"DeploymentList\", \"items\": [{\"metadata\": {\"name\": \"a\"}}]}");
        assertThat(reading.manifests().getFirst().is("apps", "Deployment")).isTrue();
        assertThat(read("apiVersion: x.io/v1\nkind: AllowList\nspec: {}\n").manifests())
                .hasSize(1);
    }

    @Test
    void jsonIsRead() {
        var reading =
                read("{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}\n{\"apiVersion\": \"v1\", \"kind\": \"Secret\"}");
        assertThat(reading.manifests()).extracting(ManifestReaderTest::line).containsExactly(1, 2);
        assertThat(ManifestReader.read("f.json", "{\"a\": ").problems())
                .singleElement()
                .asString()
                .contains("not valid JSON");
        assertThat(read("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"kind\": \"Pod\"}")
                        .problems())
                .isNotEmpty();
        assertThat(read("{apiVersion: v1, kind: Pod}").manifests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\na: 2|stands twice",
                "yes: 1\\ntrue: 2|stands twice",
                "a: *b|refers to itself or to nothing",
                "a: &a [*a]|refers to itself or to nothing",
                "a: !!java.lang.Runtime {}|valid",
                "? [a]\\n: 1|key must be a string",
                "a: !foo b|tag",
                "kind: Pod|no apiVersion",
                "apiVersion: v1|no kind",
                "- a|must be an object",
                "text|must be an object",
                "a: b: c|not valid YAML",
                "apiVersion: v1\\nkind: List\\nitems: {}|must be a list",
                "a:\\n\\t- b|not valid YAML"
            })
    void unusableInputIsNamed(String yaml, String sentence) {
        var reading = read(yaml.replace("\\n", "\n").replace("\\t", "\t"));
        if (!sentence.equals("valid")) {
            assertThat(reading.problems()).singleElement().asString().contains(sentence);
        }
    }

    @Test
    void aliasBombsAreRefused() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ",").repeat(9))
                    .append("]\n");
        }
        assertThat(read(bomb.toString()).problems()).singleElement().asString().contains("unfold");
    }

    @Test
    void aliasesAndMergeKeysAreUnderstood() {
        var tree = read(POD + "base: &base {a: 1, b: 2}\nx: {<<: *base, b: 3}\n")
                .manifests()
                .getFirst()
                .tree();
        assertThat(tree.at("x", "a").number(0)).isEqualTo(1);
        assertThat(tree.at("x", "b").number(0)).isEqualTo(3);
    }

    @Test
    void depthIsLimited() {
        assertThat(read(POD + "x: " + "[".repeat(90) + "]".repeat(90) + "\n").problems())
                .isEmpty();
        assertThat(read(POD + "x: " + "[".repeat(200_000)).problems())
                .singleElement()
                .asString()
                .contains("deeper");
        var json = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"x\": " + "[".repeat(120) + "]".repeat(120) + "}";
        assertThat(read(json).problems()).singleElement().asString().contains("deeper");
    }

    @Test
    void filesAreFoundAndBrokenOnesNamed(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("sub/.git"));
        Files.writeString(folder.resolve("a.yaml"), POD);
        Files.writeString(folder.resolve("sub/b.yml"), POD);
        Files.writeString(folder.resolve("sub/.git/c.yaml"), POD);
        Files.writeString(folder.resolve("notes.txt"), "no");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', '\n', ' ', (byte) 0xE9});
        Files.writeString(folder.resolve("powershell.yaml"), POD, StandardCharsets.UTF_16);
        Files.write(folder.resolve("large.json"), new byte[ManifestReader.MAX_BYTES + 1]);
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
        var reading = ManifestReader.read(
                List.of(folder.toString(), "-", folder + "/missing.yaml"),
                new ByteArrayInputStream(POD.getBytes(StandardCharsets.UTF_8)));
        assertThat(reading.manifests()).hasSize(3);
        assertThat(reading.problems())
                .extracting(Problem::sentence)
                .containsExactlyInAnyOrder(
                        "it is not UTF-8",
                        "it is UTF-16, as Windows PowerShell writes it; save it as UTF-8",
                        "it is larger than 16 MiB, which is the limit; split it",
                        "there is no such file");
        assertThat(reading.problems())
                .extracting(Problem::toString)
                .contains(folder.resolve("latin.yaml") + ":2: it is not UTF-8");
    }

    @Test
    void aFileIsReadOnceWhateverItIsCalled(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/a.yaml"), POD);
        var reading = ManifestReader.read(
                List.of(folder + "/sub", folder.toString(), folder + "/./sub/../sub/a.yaml"),
                InputStream.nullInputStream());
        assertThat(reading.manifests()).hasSize(1);
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void aNameThatIsNoTextIsReadAllTheSame(@TempDir Path folder) throws Exception {
        var made = new ProcessBuilder(
                        "sh", "-c", "printf 'apiVersion: v1\\nkind: Pod\\n' > \"$(printf 'a\\377.yaml')\"")
                .directory(folder.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        var reading = ManifestReader.read(List.of(folder.toString(), "nul\0.yaml"), InputStream.nullInputStream());
        assertThat(reading.manifests()).hasSize(1);
        assertThat(reading.problems())
                .extracting(Problem::sentence)
                .containsExactly("this locale knows no such name; set LC_ALL to C.UTF-8");
    }

    @Test
    void aFolderWithoutManifestsIsAProblem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no");
        var reading = ManifestReader.read(List.of(folder.toString()), InputStream.nullInputStream());
        assertThat(reading.problems())
                .extracting(Problem::sentence)
                .containsExactly("this folder holds no .yaml, .yml or .json file");
    }

    @Test
    void aCharacterThatYamlForbidsIsFound() {
        assertThat(read(POD + "x: \"\0\"\n").problems())
                .extracting(Problem::line)
                .containsExactly(4);
    }

    @Test
    void aScalarOfAnotherTypeIsNeverTakenForAbsent() {
        var tree = read(POD + "x: {a: 7, b: yes, c: [z, no, 8.8, null, {}], d: {}}\n")
                .manifests()
                .getFirst()
                .tree();
        assertThat(tree.at("x", "a").text()).isEqualTo("7");
        assertThat(tree.at("x", "b").text()).isEqualTo("true");
        assertThat(tree.at("x", "c").texts()).containsExactly("z", "false", "8.8", "", "");
        assertThat(tree.at("x", "d").text()).isEmpty();
    }

    @Test
    void binaryRubbishIsAProblemAndNotACrash() {
        var random = new Random(42);
        for (var i = 0; i < 300; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            read(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        assertThat(ManifestReader.read(List.of(), InputStream.nullInputStream()).manifests())
                .isEmpty();
    }
}
