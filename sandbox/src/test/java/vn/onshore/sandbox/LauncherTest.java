package vn.onshore.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, with scripts in the places of Java and Maven that say how they were called. */
class LauncherTest {
    private static final String MAVEN = """
            echo "$@" >>"$(dirname "$0")/maven-calls"
            for module in operator/target/onshore sandbox/target/onshore-sandbox; do
              mkdir -p "$(dirname "$0")/${module%/*}"; : >"$(dirname "$0")/$module.jar"
            done
            """;

    private static final String JAVA = "echo \"java $*\"; cat; exit 7";

    @TempDir
    private Path root = Path.of("");

    /** How a call ended. */
    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void checkout() throws IOException {
        Path real = Checkout.find().root();
        for (String file : List.of("onshore", ".mvn/find-jdk")) {
            Path copy = root.resolve(file);
            Files.createDirectories(root.resolve(".mvn"));
            Files.copy(real.resolve(file), copy);
        }
        assertThat(root.resolve("onshore").toFile().setExecutable(true)).isTrue();
        for (String module : List.of("operator", "sandbox")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "");
        }
        Files.writeString(root.resolve("pom.xml"), "");
        Path jdk = Files.createDirectories(root.resolve("jdk/bin"));
        script(jdk.resolve("javac"), "");
        script(jdk.resolve("java"), JAVA);
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        script(root.resolve("mvnw"), MAVEN);
    }

    @Test
    void runsTheOperatorAndPassesEverythingOn() throws Exception {
        Ended ended = onshore("hello", "check", "-", "two words");
        assertThat(ended.out())
                .startsWith("java -XX:+UseSerialGC")
                .contains("-jar " + root.resolve("operator/target/onshore.jar") + " check - two words\nhello");
        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void runsTheSandboxWithoutTheOperator() throws Exception {
        assertThat(onshore("", "sandbox", "up").out())
                .contains("-cp " + root.resolve("sandbox/target/onshore-sandbox.jar")
                        + " vn.onshore.sandbox.Main sandbox up\n");
        assertThat(mavenCalls()).singleElement().asString().contains("-pl sandbox ");
    }

    @Test
    void buildsOnlyWhatIsOlderThanItsSources() throws Exception {
        onshore("", "status");
        onshore("", "status");
        assertThat(mavenCalls()).hasSize(1);
        Path source = Files.writeString(root.resolve("operator/src/main/java/New.java"), "");
        date(source, Duration.ofMinutes(1));
        onshore("", "status");
        assertThat(mavenCalls()).hasSize(2);
    }

    @Test
    void aFailedBuildShowsItsErrorsAndItsLog() throws Exception {
        script(root.resolve("mvnw"), "echo '[INFO] noise'; echo '[ERROR] Main.java:[7,1] ; expected'; exit 1");
        Ended ended = onshore("", "status");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("the build failed", "Main.java:[7,1] ; expected", "target/build.log")
                .doesNotContain("noise");
    }

    @Test
    void usesTheCacheOfClassesOnlyWhenItIsNewerThanTheJar() throws Exception {
        onshore("", "status");
        Path cache = Files.writeString(root.resolve("operator/target/onshore.aot"), "");
        date(cache, Duration.ofMinutes(1));
        assertThat(onshore("", "status").out()).contains("-XX:AOTCache=" + cache);
        date(cache, Duration.ofDays(-1));
        assertThat(onshore("", "status").out()).doesNotContain("AOTCache");
    }

    @Test
    void learnsOnceForEachJarHowToStartOfflineCommandsSooner() throws Exception {
        Files.createDirectories(root.resolve("examples"));
        script(root.resolve("jdk/bin/java"), rehearsing("echo learned >\"${option#*=}\"; exit 0"));
        Path cache = root.resolve("operator/target/onshore-offline.aot");
        assertThat(onshore("", "isolation", "graph").out()).contains("-XX:AOTCache=" + cache);
        assertThat(onshore("", "check", "x").out()).contains("-XX:AOTCache=" + cache);
        assertThat(onshore("", "status").out()).doesNotContain("AOTCache");
        assertThat(Files.readAllLines(root.resolve("rehearsals"))).hasSize(1);
    }

    @Test
    void runsWithoutWhatItCouldNotLearnAndDoesNotTryAgain() throws Exception {
        Files.createDirectories(root.resolve("examples"));
        script(root.resolve("jdk/bin/java"), rehearsing("exit 1"));
        onshore("", "check", "x");
        assertThat(onshore("", "check", "x").out())
                .contains("onshore.jar check x")
                .doesNotContain("AOTCache");
        assertThat(Files.readAllLines(root.resolve("rehearsals"))).hasSize(1);
    }

    /** A JVM that says how it was called, and does this when it is to learn. */
    private static String rehearsing(String learning) {
        return """
                for option in "$@"; do
                  case $option in -XX:AOTCacheOutput=*) echo 1 >>"$(dirname "$0")/../../rehearsals"; %s ;; esac
                done
                echo "java $*"
                """.formatted(learning);
    }

    @Test
    void isAKubectlPluginByAnotherName() throws Exception {
        Path plugin = Files.createDirectories(root.resolve("elsewhere")).resolve("kubectl-onshore");
        Files.createSymbolicLink(plugin, root.resolve("onshore"));
        assertThat(run(plugin, "", "where", "node", "x").out())
                .contains("-Donshore.root=" + root, "-Donshore.command=kubectl onshore", "onshore.jar where node x");
    }

    @Test
    void readsFileNamesAlsoWhereNoLocaleIsSet() throws Exception {
        script(root.resolve("jdk/bin/java"), "echo \"$LC_ALL\"");
        script(root.resolve("posix"), "LC_ALL=C exec \"$(dirname \"$0\")/onshore\" \"$@\"");
        assertThat(run(root.resolve("posix"), "", "check", "x").out()).isEqualTo("C.UTF-8\n");
        script(root.resolve("french"), "LC_ALL=fr_FR.utf8 exec \"$(dirname \"$0\")/onshore\" \"$@\"");
        assertThat(run(root.resolve("french"), "", "check", "x").out()).isEqualTo("fr_FR.utf8\n");
    }

    @Test
    void endsWithWhatTheSearchForAJdkSays() throws Exception {
        Files.writeString(
                root.resolve(".mvn/find-jdk"), "find_jdk() { echo 'onshore: needs JDK 25 or newer.' >&2; return 1; }");
        Ended ended = onshore("", "status");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("onshore: needs JDK 25 or newer.\n");
        assertThat(root.resolve("maven-calls")).doesNotExist();
    }

    private List<String> mavenCalls() throws IOException {
        return Files.readAllLines(root.resolve("maven-calls"));
    }

    private Ended onshore(String input, String... arguments) throws IOException, InterruptedException {
        return run(root.resolve("onshore"), input, arguments);
    }

    private Ended run(Path program, String input, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(Arrays.asList(arguments));
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(Files.writeString(root.resolve("in"), input).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("ONSHORE_JAVA_HOME", root.resolve("jdk").toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void date(Path file, Duration ahead) throws IOException {
        long now = System.currentTimeMillis();
        Files.setLastModifiedTime(file, FileTime.fromMillis(now + ahead.toMillis()));
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
