package vn.onshore.cli.status;

import java.util.List;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** The conditions of an object. */
record Conditions(List<Tree> items) {

    static Conditions of(Manifest object) {
        return new Conditions(object.tree().at("status", "conditions").items());
    }

    /** Their types, in the order in which they stand. */
    List<String> types() {
        return items.stream().map(condition -> condition.at("type").text()).toList();
    }

    /** {@code True}, {@code False} or {@code Unknown}; one that nobody has decided is Unknown. */
    String status(String type) {
        var status = find(type).at("status").text();
        return status.isEmpty() ? "Unknown" : status;
    }

    /** {@code Violations: rules not met: E42}; one that nobody has decided says so. */
    String sentence(String type) {
        var condition = find(type);
        return condition.isPresent()
                ? condition.at("reason").text() + ": " + condition.at("message").text()
                : "nobody has decided it yet; does the operator run?";
    }

    private Tree find(String type) {
        return items.stream()
                .filter(condition -> condition.at("type").text().equals(type))
                .findFirst()
                .orElse(Tree.NOTHING);
    }
}
