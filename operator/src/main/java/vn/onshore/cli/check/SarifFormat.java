package vn.onshore.cli.check;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import vn.onshore.cli.SarifRun;
import vn.onshore.cli.SarifRun.Invocation;
import vn.onshore.cli.SarifRun.Level;
import vn.onshore.compliance.Verdict;
import vn.onshore.residency.verify.ExitCatalogue;
import vn.onshore.residency.verify.Verifier;

/**
 * SARIF 2.1.0: violations are errors, what is unknown are warnings, unusable input is told as notifications of the tool.
 */
final class SarifFormat implements Format.Form {

    @Override
    public void write(Verdicts verdicts, Writer out) throws IOException {
        var rules = Verifier.offlineRules().stream()
                .map(id -> new SarifRun.Rule(
                        id, ExitCatalogue.find(id).orElseThrow().title()))
                .toList();
        var invocation = new Invocation(verdicts.exitCode(), verdicts.problems(), verdicts.warnings());
        var results = verdicts.rows().stream()
                .filter(row -> row.verdict().needsAttention())
                .map(SarifFormat::result);
        new SarifRun(rules, invocation, Map.of()).write(results, out);
    }

    private static SarifRun.Result result(Row row) {
        var finding = row.finding();
        return new SarifRun.Result(
                finding.rule(),
                row.is(Verdict.NotMet) ? Level.error : Level.warning,
                finding.subject() + ": " + finding.message() + ". " + finding.remediation(),
                row.source(),
                Map.of("verdict", finding.verdict().name()));
    }
}
