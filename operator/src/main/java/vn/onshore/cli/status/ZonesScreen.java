package vn.onshore.cli.status;

import java.util.stream.Stream;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Renders NetworkIsolations: which zones are apart, which are not and by what. */
final class ZonesScreen {
    private static final String ISOLATED = "ISOLATED";
    /** Shown with a sentence each; the status has more of both. */
    private static final int PAIRS = 12;

    private static final int FLOWS = 5;

    private final Page page;

    ZonesScreen(Page page) {
        this.page = page;
    }

    void isolation(Manifest isolation) {
        var spec = isolation.tree().at("spec");
        var status = isolation.tree().at("status");
        var conditions = Conditions.of(isolation);
        page.title(isolation);
        page.line(
                "mode",
                spec.at("mode").text() + ", policies read as "
                        + spec.at("datapath").text() + " reads them");
        page.line("ready", conditions.sentence("Ready"));
        page.compliant(conditions);
        verdicts(status);
        coverage(status.at("coverage"));
        pairs(status.at("pairs"));
        observed(status.at("observed"));
        missingRoles(status);
        addresses(status.at("addresses"));
        breakGlass(status);
        moves(status);
        page.skippedGuards(status);
        page.guardChanges(status);
        page.end();
    }

    private void verdicts(Tree status) {
        var verdicts = status.at("verdicts");
        page.line(
                "verdicts",
                verdicts.isPresent()
                        ? verdicts.at("isolated").number(0) + " isolated, "
                                + verdicts.at("leak").number(0) + " leak, "
                                + verdicts.at("unknown").number(0) + " unknown, of "
                                + verdicts.at("zones").number(0) + " zones"
                        : "none yet");
        if (status.at("packets").isPresent()) {
            page.line("packets", status.at("packets", "summary").text());
        }
    }

    private void coverage(Tree coverage) {
        if (!coverage.isPresent()) {
            return;
        }
        page.line(
                "seen",
                coverage.at("pods").number(0) + " pods, "
                        + coverage.at("policies").number(0) + " policies");
        for (var zone : coverage.at("zones").items()) {
            var first = zone.at("first").texts();
            var more = zone.at("total").number(0) - first.size();
            page.line(
                    "zone " + zone.at("name").text(),
                    first.isEmpty()
                            ? "no namespace"
                            : String.join(", ", first) + (more > 0 ? " and " + more + " more" : ""));
        }
        coverage.at("notEvaluated").texts().forEach(kind -> page.line("not evaluated", kind));
        coverage.at("unreadable").texts().forEach(policy -> page.line("not readable", policy));
    }

    /** The status has leaks first; those that are apart are only counted. */
    private void pairs(Tree pairs) {
        var open = pairs.items().stream()
                .filter(pair -> !pair.at("verdict").text().equals(ISOLATED))
                .toList();
        open.stream().limit(PAIRS).forEach(this::pair);
        if (open.size() > PAIRS) {
            page.line("", "and " + (open.size() - PAIRS) + " more pairs, in status.pairs");
        }
    }

    private void pair(Tree pair) {
        var leaks = pair.at("leaks").number(0);
        page.line(
                pair.at("verdict").text(),
                pair.at("from").text() + " to " + pair.at("to").text() + (leaks > 0 ? ": " + leaks + " can" : ""));
        Stream.concat(pair.at("witnesses").texts().stream(), pair.at("reasons").texts().stream())
                .findFirst()
                .ifPresent(sentence -> page.line("", sentence));
    }

    private void observed(Tree observed) {
        if (!observed.isPresent()) {
            return;
        }
        page.line("observed", observed.at("summary").text());
        for (var flow : observed.at("first").items().stream().limit(FLOWS).toList()) {
            page.line(
                    "! would drop",
                    flow.at("from").text() + " to " + flow.at("to").text() + " "
                            + flow.at("port").text() + ", seen "
                            + flow.at("count").number(0) + " times: "
                            + flow.at("why").text());
        }
        observed.at("remarks").texts().forEach(remark -> page.line("", remark));
    }

    private void missingRoles(Tree status) {
        for (var missing : status.at("missingRoles").items()) {
            page.line(
                    "no zone for",
                    missing.at("role").text() + " (" + missing.at("clause").text() + "): "
                            + missing.at("remediation").text());
        }
    }

    private void addresses(Tree addresses) {
        if (addresses.isPresent()) {
            page.line("registered", addresses.at("source").text());
            addresses.at("refused").texts().forEach(reason -> page.line("! not used", reason));
        }
    }

    private void moves(Tree status) {
        for (var move : status.at("moves").items()) {
            var to = move.at("to").text();
            page.line(
                    move.at("done").isTrue() ? "moved" : "! may move",
                    move.at("namespace").text() + " to " + (to.isEmpty() ? "no zone" : to) + " ("
                            + move.at("reason").text() + ")");
        }
    }

    private void breakGlass(Tree status) {
        for (var use : status.at("breakGlass").items()) {
            page.line(
                    use.at("open").isTrue() ? "! open" : "was open",
                    use.at("flow").text() + " until " + use.at("notAfter").text() + " ("
                            + use.at("ticket").text() + ": " + use.at("reason").text() + ")");
        }
    }
}
