package vn.onshore.cli.status;

import java.util.Locale;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** A screen of text as it is written, with what all kinds of resources say in the same way. */
final class Page {
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    Page(boolean colours) {
        this.colours = colours;
    }

    void title(Manifest object) {
        text.append(object.kind())
                .append(' ')
                .append(object.name())
                .append("  Ready=")
                .append(colour(Conditions.of(object).status("Ready")))
                .append('\n');
    }

    void line(String label, String value) {
        text.append("  ").append(String.format("%-20s", label)).append(value).append('\n');
    }

    /** An object ends. */
    void end() {
        text.append('\n');
    }

    void compliant(Conditions conditions) {
        line("compliant", colour(conditions.status("Compliant")) + "  " + conditions.sentence("Compliant"));
    }

    void skippedGuards(Tree status) {
        for (var guard : status.at("skippedGuards").items()) {
            line("skipped " + guard.at("guard").text(), guard.at("reason").text());
        }
    }

    void guardChanges(Tree status) {
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

    @Override
    public String toString() {
        return text.toString();
    }
}
