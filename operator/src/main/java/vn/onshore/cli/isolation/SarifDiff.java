package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.cli.SarifRun;
import vn.onshore.cli.SarifRun.Level;
import vn.onshore.cli.SarifRun.Result;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.manifest.Manifest;

/**
 * SARIF 2.1.0: a zone verdict that got worse is an error, what opens is a warning, what closes a note. Each stands where the
 * manifest of a workload that it is about stands on the new side.
 */
final class SarifDiff implements DiffFormat.Form {

    private enum Rule {
        ZoneVerdict("A zone is less isolated than before"),
        ConnectionAdded("A connection is possible that was not"),
        ConnectionChanged("A connection is possible on other ports"),
        ConnectionRemoved("A connection is no longer possible");

        private final String title;

        Rule(String title) {
            this.title = title;
        }

        Result at(Manifest.@Nullable Source place, Level level, String text) {
            return new Result(name(), level, text, place, Map.of());
        }
    }

    @Override
    public void write(Comparison comparison, Writer out) throws IOException {
        var rules = Stream.of(Rule.values())
                .map(rule -> new SarifRun.Rule(rule.name(), rule.title))
                .toList();
        new SarifRun(rules, null, Map.of("datapath", comparison.datapath().name())).write(results(comparison), out);
    }

    private static Stream<Result> results(Comparison comparison) {
        var difference = comparison.difference();
        var verdicts =
                comparison.verdicts().stream().filter(ZoneChange::isWorse).map(SarifDiff::worse);
        var added = difference.added().stream()
                .map(row -> Rule.ConnectionAdded.at(
                        place(comparison, row.source(), row.destination()),
                        Level.warning,
                        between(row.source(), row.destination()) + " may connect now on " + Names.of(row.ports())));
        var changed = difference.changed().stream()
                .map(row -> Rule.ConnectionChanged.at(
                        place(comparison, row.source(), row.destination()),
                        opensMore(row.before(), row.after()) ? Level.warning : Level.note,
                        between(row.source(), row.destination()) + " may connect on " + Names.of(row.after())
                                + ", before on " + Names.of(row.before())));
        var removed = difference.removed().stream()
                .map(row -> Rule.ConnectionRemoved.at(
                        place(comparison, row.source(), row.destination()),
                        Level.note,
                        between(row.source(), row.destination()) + " may no longer connect on "
                                + Names.of(row.ports())));
        return Stream.of(verdicts, added, changed, removed).flatMap(each -> each);
    }

    private static Result worse(ZoneChange verdict) {
        return Rule.ZoneVerdict.at(
                verdict.place(),
                Level.error,
                "NetworkIsolation " + verdict.isolation() + ": " + verdict.from() + " to " + verdict.to() + " was "
                        + verdict.before() + " and is " + verdict.after() + ". "
                        + String.join(" ", verdict.because()));
    }

    private static boolean opensMore(PortSet before, PortSet after) {
        return !before.containsAll(after);
    }

    private static String between(Party source, Party destination) {
        return Names.of(source) + " to " + Names.of(destination);
    }

    private static Manifest.@Nullable Source place(Comparison comparison, Party source, Party destination) {
        var first = place(comparison, source);
        return first == null ? place(comparison, destination) : first;
    }

    private static Manifest.@Nullable Source place(Comparison comparison, Party party) {
        return party instanceof Party.Inside(var workload) ? comparison.places().get(workload) : null;
    }
}
