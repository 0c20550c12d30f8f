package vn.onshore.compliance;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule judged on one object.
 *
 * @param rule rule or control id, such as E15
 * @param controller the workload that the subject belongs to, as {@code Kind/name}; null if nothing controls it
 * @param leader what leads to the subject, as {@code Kind/name}, where that alone is why it is judged; null where it is
 *     judged for itself
 * @param message one sentence of what was seen; no secret value, no personal data
 * @param remediation one sentence of what to do; empty when nothing is to be done
 * @param evidence what was asked, in the order it was asked; may be empty for what the object itself shows
 */
public record Finding(
        String rule,
        Subject subject,
        @Nullable String controller,
        @Nullable String leader,
        Verdict verdict,
        String message,
        String remediation,
        List<Evidence> evidence)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::rule)
            .thenComparing(Finding::subject)
            .thenComparing(Finding::verdict)
            .thenComparing(Finding::message)
            .thenComparing(finding -> finding.controller == null ? "" : finding.controller);

    public Finding {
        evidence = List.copyOf(evidence);
    }

    public Finding(String rule, Subject subject, Verdict verdict, String message, String remediation) {
        this(rule, subject, null, null, verdict, message, remediation, List.of());
    }

    /** The same of an object that belongs to a workload. */
    public Finding controlledBy(String workload) {
        return new Finding(rule, subject, workload, leader, verdict, message, remediation, evidence);
    }

    /** The same of an object that nobody would look at if something else did not lead to it. */
    public Finding ledToBy(String object) {
        var said = message + "; " + object + " leads here";
        return new Finding(rule, subject, controller, object, verdict, said, remediation, evidence);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
