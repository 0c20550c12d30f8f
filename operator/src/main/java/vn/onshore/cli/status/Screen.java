package vn.onshore.cli.status;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Renders boundaries, policies and zones, as the server gave them, as one screen of text. Pure. */
final class Screen {
    private static final String ACCEPTED = "accepted; ";

    private final Page page;

    private Screen(Page page) {
        this.page = page;
    }

    static String of(Seen seen, boolean colours) {
        var page = new Page(colours);
        var screen = new Screen(page);
        seen.boundaries().forEach(screen::boundary);
        seen.policies().forEach(screen::policy);
        var zones = new ZonesScreen(page);
        seen.isolations().forEach(zones::isolation);
        if (seen.policies().isEmpty() && seen.isolations().isEmpty()) {
            page.line("", "no DataResidency and no NetworkIsolation yet; see examples/");
        }
        return page.toString();
    }

    private void boundary(Manifest boundary) {
        var status = boundary.tree().at("status");
        var nodes = status.at("nodes");
        page.title(boundary);
        page.line(
                "nodes",
                nodes.at("total").number(0) + " (" + nodes.at("inside").number(0) + " inside, "
                        + nodes.at("attested").number(0) + " attested, "
                        + nodes.at("inconsistent").number(0) + " inconsistent)");
        for (var node : status.at("inconsistentNodes").items()) {
            page.line("! " + node.at("name").text(), node.at("contradiction").text());
        }
        if (!Conditions.of(boundary).status("Ready").equals("True")) {
            page.line("ready", Conditions.of(boundary).sentence("Ready"));
        }
        page.skippedGuards(status.at("nodeGuard"));
        page.guardChanges(status.at("nodeGuard"));
        exemptions(status);
        page.end();
    }

    private void policy(Manifest policy) {
        var status = policy.tree().at("status");
        var conditions = Conditions.of(policy);
        page.title(policy);
        page.line("mode", policy.tree().at("spec", "mode").text());
        page.line("ready", conditions.sentence("Ready"));
        page.compliant(conditions);
        var verdicts = status.at("verdicts");
        page.line(
                "verdicts",
                verdicts.at("met").number(0) + " met, " + verdicts.at("notMet").number(0) + " not met, "
                        + verdicts.at("unknown").number(0) + " unknown");
        page.line(
                "nodes",
                status.at("nodes", "eligible").number(0) + " of "
                        + status.at("nodes", "total").number(0) + " eligible");
        namespaces(status.at("namespaces"));
        coverage(status);
        proof(status);
        page.skippedGuards(status);
        page.guardChanges(status);
        findings(status);
        blindSpots(status);
        exemptions(status);
        page.end();
    }

    private void namespaces(Tree namespaces) {
        var first = namespaces.at("first").texts();
        var more = namespaces.at("total").number(0) - first.size();
        if (namespaces.isPresent()) {
            page.line("governs", String.join(", ", first) + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void coverage(Tree status) {
        var coverage = status.at("coverage");
        var swept = coverage.at("sweptAt").text();
        page.line(
                "seen",
                swept.isEmpty()
                        ? "not everything yet"
                        : coverage.at("objects").number(0) + " objects of "
                                + coverage.at("kindsListed").number(0) + " kinds at " + swept);
        coverage.at("unread").texts().forEach(kind -> page.line("not readable", kind));
        for (var verdict : List.of("NotMet", "Met", "NotApplicable")) {
            var rules =
                    rules(status, verdict).map(rule -> rule.at("rule").text()).toList();
            if (!rules.isEmpty()) {
                page.line("rules " + verdict, rules.size() + ": " + String.join(" ", rules));
            }
        }
        rules(status, "Unknown")
                .filter(rule -> !rule.at("reason").text().startsWith(ACCEPTED))
                .forEach(rule -> page.line(
                        "unknown " + rule.at("rule").text(), rule.at("reason").text()));
    }

    private static Stream<Tree> rules(Tree status, String verdict) {
        return status.at("rules").items().stream()
                .filter(rule -> rule.at("verdict").text().equals(verdict));
    }

    private void proof(Tree status) {
        var proof = status.at("proof");
        if (proof.isPresent()) {
            page.line(
                    "last proof",
                    proof.at("asExpected").number(0) + " of "
                            + proof.at("attempts").number(0) + " attempts ended as they must, at "
                            + proof.at("at").text());
            proof.at("deviations").texts().forEach(deviation -> page.line("!", deviation));
        }
    }

    private void findings(Tree status) {
        var findings = status.at("findings");
        for (var finding : findings.at("items").items()) {
            page.line(
                    finding.at("rule").text() + " " + finding.at("verdict").text(),
                    subject(finding) + ": " + finding.at("message").text());
        }
        var more = findings.at("total").number(0) - findings.at("items").items().size();
        if (more > 0) {
            page.line("", "and " + more + " more findings");
        }
    }

    private static String subject(Tree finding) {
        var namespace = finding.at("namespace").text();
        var controller = finding.at("controller").text();
        return finding.at("kind").text() + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + finding.at("name").text() + (controller.isEmpty() ? "" : " of " + controller);
    }

    private void blindSpots(Tree status) {
        for (var spot : status.at("acceptedBlindSpots").items()) {
            page.line(
                    "accepted " + spot.at("rule").text(),
                    spot.at("reason").text() + " (" + spot.at("owner").text() + ", until "
                            + spot.at("expires").text() + ")");
        }
    }

    private void exemptions(Tree status) {
        var exempt = new ArrayList<String>(status.at("exemptions", "namespaces").texts());
        exempt.addAll(status.at("exemptions", "nodes").texts());
        if (!exempt.isEmpty()) {
            page.line(
                    "exempt",
                    exempt.stream().collect(Collectors.joining(", ")) + " ("
                            + status.at("exemptions", "reason").text() + ")");
        }
    }
}
