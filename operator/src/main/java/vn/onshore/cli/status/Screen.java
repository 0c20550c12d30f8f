package vn.onshore.cli.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** Renders boundaries and policies, as the server gave them, as one screen of text. Pure. */
final class Screen {
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";
    private static final String ACCEPTED = "accepted; ";

    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    private Screen(boolean colours) {
        this.colours = colours;
    }

    static String of(List<Manifest> boundaries, List<Manifest> policies, boolean colours) {
        var screen = new Screen(colours);
        boundaries.forEach(screen::boundary);
        policies.forEach(screen::policy);
        if (policies.isEmpty()) {
            screen.line("", "no DataResidency yet; see examples/residency");
        }
        return screen.text.toString();
    }

    private void boundary(Manifest boundary) {
        var status = boundary.tree().at("status");
        var nodes = status.at("nodes");
        title("OnshoreBoundary " + boundary.name(), Conditions.of(boundary).status("Ready"));
        line(
                "nodes",
                nodes.at("total").number(0) + " (" + nodes.at("inside").number(0) + " inside, "
                        + nodes.at("attested").number(0) + " attested, "
                        + nodes.at("inconsistent").number(0) + " inconsistent)");
        for (var node : status.at("inconsistentNodes").items()) {
            line("! " + node.at("name").text(), node.at("contradiction").text());
        }
        if (!Conditions.of(boundary).status("Ready").equals("True")) {
            line("ready", Conditions.of(boundary).sentence("Ready"));
        }
        skippedGuards(status.at("nodeGuard"));
        guardChanges(status.at("nodeGuard"));
        exemptions(status);
        text.append('\n');
    }

    private void policy(Manifest policy) {
        var status = policy.tree().at("status");
        var conditions = Conditions.of(policy);
        title("DataResidency " + policy.name(), conditions.status("Ready"));
        line("mode", policy.tree().at("spec", "mode").text());
        line("ready", conditions.sentence("Ready"));
        line("compliant", colour(conditions.status("Compliant")) + "  " + conditions.sentence("Compliant"));
        var verdicts = status.at("verdicts");
        line(
                "verdicts",
                verdicts.at("met").number(0) + " met, " + verdicts.at("notMet").number(0) + " not met, "
                        + verdicts.at("unknown").number(0) + " unknown");
        line(
                "nodes",
                status.at("nodes", "eligible").number(0) + " of "
                        + status.at("nodes", "total").number(0) + " eligible");
        namespaces(status.at("namespaces"));
        coverage(status);
        proof(status);
        skippedGuards(status);
        guardChanges(status);
        findings(status);
        blindSpots(status);
        exemptions(status);
        text.append('\n');
    }

    private void namespaces(Tree namespaces) {
        var first = namespaces.at("first").texts();
        var more = namespaces.at("total").number(0) - first.size();
        if (namespaces.isPresent()) {
            line("governs", String.join(", ", first) + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void coverage(Tree status) {
        var coverage = status.at("coverage");
        var swept = coverage.at("sweptAt").text();
        line(
                "seen",
                swept.isEmpty()
                        ? "not everything yet"
                        : coverage.at("objects").number(0) + " objects of "
                                + coverage.at("kindsListed").number(0) + " kinds at " + swept);
        coverage.at("unread").texts().forEach(kind -> line("not readable", kind));
        for (var verdict : List.of("NotMet", "Met", "NotApplicable")) {
            var rules =
                    rules(status, verdict).map(rule -> rule.at("rule").text()).toList();
            if (!rules.isEmpty()) {
                line("rules " + verdict, rules.size() + ": " + String.join(" ", rules));
            }
        }
        rules(status, "Unknown")
                .filter(rule -> !rule.at("reason").text().startsWith(ACCEPTED))
                .forEach(rule -> line(
                        "unknown " + rule.at("rule").text(), rule.at("reason").text()));
    }

    private static Stream<Tree> rules(Tree status, String verdict) {
        return status.at("rules").items().stream()
                .filter(rule -> rule.at("verdict").text().equals(verdict));
    }

    private void proof(Tree status) {
        var proof = status.at("proof");
        if (proof.isPresent()) {
            line(
                    "last proof",
                    proof.at("asExpected").number(0) + " of "
                            + proof.at("attempts").number(0) + " attempts ended as they must, at "
                            + proof.at("at").text());
            proof.at("deviations").texts().forEach(deviation -> line("!", deviation));
        }
    }

    private void skippedGuards(Tree status) {
        for (var guard : status.at("skippedGuards").items()) {
            line("skipped " + guard.at("guard").text(), guard.at("reason").text());
        }
    }

    private void guardChanges(Tree status) {
        var changes = status.at("guardChanges");
        if (!changes.isPresent()) {
            return;
        }
        line("guards put back", changes.at("total").number(0) + ", the last ones:");
        for (var change : changes.at("last").items()) {
            var manager = change.at("manager").text();
            line(
                    "! " + change.at("rule").text(),
                    change.at("kind").text() + " " + change.at("name").text() + ": "
                            + change.at("change").text().toLowerCase(Locale.ROOT)
                            + (manager.isEmpty() ? "" : " by field manager " + manager) + " at "
                            + change.at("at").text() + ", as before "
                            + change.at("restoredAfterMillis").number(0) + " ms later");
        }
    }

    private void findings(Tree status) {
        var findings = status.at("findings");
        for (var finding : findings.at("items").items()) {
            line(
                    finding.at("rule").text() + " " + finding.at("verdict").text(),
                    subject(finding) + ": " + finding.at("message").text());
        }
        var more = findings.at("total").number(0) - findings.at("items").items().size();
        if (more > 0) {
            line("", "and " + more + " more findings");
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
            line(
                    "accepted " + spot.at("rule").text(),
                    spot.at("reason").text() + " (" + spot.at("owner").text() + ", until "
                            + spot.at("expires").text() + ")");
        }
    }

    private void exemptions(Tree status) {
        var exempt = new ArrayList<String>(status.at("exemptions", "namespaces").texts());
        exempt.addAll(status.at("exemptions", "nodes").texts());
        if (!exempt.isEmpty()) {
            line(
                    "exempt",
                    exempt.stream().collect(Collectors.joining(", ")) + " ("
                            + status.at("exemptions", "reason").text() + ")");
        }
    }

    private void title(String title, String ready) {
        text.append(title).append("  Ready=").append(colour(ready)).append('\n');
    }

    private void line(String label, String value) {
        text.append("  ").append(String.format("%-20s", label)).append(value).append('\n');
    }

    private String colour(String status) {
        if (!colours) {
            return status;
        }
        return switch (status) {
            case "True" -> GREEN + status + PLAIN;
            case "False" -> RED + status + PLAIN;
            default -> YELLOW + status + PLAIN;
        };
    }
}
