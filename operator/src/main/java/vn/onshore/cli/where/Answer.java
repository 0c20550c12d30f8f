package vn.onshore.cli.where;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Place;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Verdict;

/**
 * The answer by one boundary.
 *
 * @param what such as {@code node hn-node-1}
 * @param verdict whether it is inside
 * @param policies by policy: {@code eligible}, or why not
 * @param remarks more that a person wants to know, a sentence each
 * @param findings what policies find on it, one for each rule
 */
record Answer(
        String what,
        String boundary,
        Whereabouts whereabouts,
        Verdict verdict,
        Map<String, String> policies,
        List<String> remarks,
        List<Finding> findings) {

    /** The same with what else is known. */
    Answer with(Map<String, String> byPolicy, List<String> notes, List<Finding> found) {
        return new Answer(what, boundary, whereabouts, verdict, byPolicy, notes, found);
    }

    /** One word or two for the place. */
    String place() {
        return switch (whereabouts.place()) {
            case Place.AtSite(var site) -> "site " + site;
            case Place.InCountry(var country) -> "country " + country;
            case Place.InBoundary() -> "inside the boundary";
            case Place.Unlisted(var reason) -> "outside: " + reason;
            case Place.Unsaid(var reason) -> "unknown: " + reason;
            case Place.Unknown(var reason) -> "unknown: " + reason;
        };
    }

    String text() {
        var text = new StringBuilder();
        line(text, what, place());
        line(text, "boundary", boundary);
        line(text, "evidence", whereabouts.level().toString());
        whereabouts.sources().forEach(source -> line(text, "source", source));
        if (whereabouts.contradiction() != null) {
            line(text, "contradiction", whereabouts.contradiction());
        }
        remarks.forEach(remark -> line(text, "note", remark));
        policies.forEach((policy, standing) -> line(text, "policy " + policy, standing));
        findings.forEach(finding -> line(text, finding.rule() + " " + finding.verdict(), finding.message()));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        text.append(String.format("%-22s %s%n", label, value));
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("what", what);
        json.put("boundary", boundary);
        json.put("place", place());
        json.put("verdict", verdict.name());
        json.put("evidence", whereabouts.level().name());
        json.put("sources", whereabouts.sources());
        if (whereabouts.contradiction() != null) {
            json.put("contradiction", whereabouts.contradiction());
        }
        json.put("policies", policies);
        json.put("notes", remarks);
        if (!findings.isEmpty()) {
            json.put("findings", findings.stream().map(Answer::json).toList());
        }
        return json;
    }

    private static Map<String, Object> json(Finding finding) {
        var json = new LinkedHashMap<String, Object>();
        json.put("rule", finding.rule());
        json.put("verdict", finding.verdict().name());
        json.put("message", finding.message());
        json.put("remediation", finding.remediation());
        return json;
    }
}
