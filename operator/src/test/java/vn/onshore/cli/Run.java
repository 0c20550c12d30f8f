package vn.onshore.cli.isolation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import picocli.CommandLine;

/** What a command answered. */
record Run(int code, String out, String err) {

    static Run connections(String... arguments) {
        return of("", Connections::new, arguments);
    }

    static Run explain(String... arguments) {
        return of("", Explain::new, arguments);
    }

    static Run diff(String... arguments) {
        return of("", Diff::new, arguments);
    }

    static Run of(String input, Function<Streams, Object> command, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var streams = new Streams(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        var code = new CommandLine(command.apply(streams))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .execute(arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
