package vn.onshore.cli.check;

import java.io.IOException;
import java.io.Writer;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Problem;

/** Workflow commands, which GitHub Actions shows beside the lines of a pull request. */
final class GitHubFormat implements Format.Form {

    @Override
    public void write(Verdicts verdicts, Writer out) throws IOException {
        for (var problem : verdicts.problems()) {
            problem("error", "unusable input", problem, out);
        }
        for (var warning : verdicts.warnings()) {
            problem("warning", "odd input", warning, out);
        }
        for (var row : verdicts.rows()) {
            if (row.verdict().needsAttention()) {
                var finding = row.finding();
                command(
                        row.is(Verdict.NotMet) ? "error" : "warning",
                        row.source().file(),
                        row.source().line(),
                        finding.rule() + " " + finding.subject(),
                        finding.message() + ". " + finding.remediation(),
                        out);
            }
        }
    }

    private static void problem(String level, String title, Problem problem, Writer out) throws IOException {
        command(level, problem.file(), problem.line(), title, problem.sentence(), out);
    }

    private static void command(String level, String file, int line, String title, String message, Writer out)
            throws IOException {
        out.write("::" + level + " file=" + property(file) + ",line=" + Math.max(1, line) + ",title=" + property(title)
                + "::" + data(message) + "\n");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
