package vn.onshore.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import vn.onshore.cli.check.Check;
import vn.onshore.cli.where.Where;

class CompletionTest {
    @TempDir
    private Path folder = Path.of("");

    /** As bash asks when somebody types the tab key. */
    @ParameterizedTest
    @CsvSource({
        "'onshore ch',                    check",
        "'onshore whe',                   where",
        "'onshore where n',               node",
        "'onshore check --gov',           --governed",
        "'onshore de',                    demo",
        "'onshore sandbox u',             up",
        "'onshore check --output sar',    sarif"
    })
    void completes(String typed, String wanted) throws Exception {
        var words = typed.split(" ");
        var script = Files.writeString(folder.resolve("try"), script() + """

                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=${#COMP_LINE}
                _complete_onshore onshore "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(typed, words.length - 1, typed));
        var bash = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .start();
        var reply = new String(bash.getInputStream().readAllBytes());
        assertThat(bash.waitFor()).as(reply).isZero();
        assertThat(reply.lines().map(String::strip)).contains(wanted);
    }

    @Test
    void isMadeForTheNameOnThePath() throws IOException {
        assertThat(script()).contains("complete -F _complete_onshore -o default onshore ");
    }

    private static String script() {
        var out = new StringWriter();
        var root = new CommandLine(CommandLine.Model.CommandSpec.create().name("./onshore"))
                .addSubcommand(new Check())
                .addSubcommand(new Where())
                .addSubcommand(new Completion())
                .setOut(new PrintWriter(out, true));
        assertThat(root.execute("completion")).isZero();
        return out.toString();
    }
}
