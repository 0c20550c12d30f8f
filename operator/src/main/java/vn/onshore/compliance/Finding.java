package vn.onshore.compliance;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule judged on one object.
 *
 * @param rule rule or control id, such as E15
 * @param controller the workload that the subject belongs to, as {@code Kind/name}; null if nothing controls it
 * @param message one sentence of what was seen; no secret value, no personal data
 * @param remediation one sentence of what to do; empty when nothing is to be done
 * @param evidence what was asked, in the order it was asked; may be empty for what the object itself shows
 */
public record Finding(
        String rule,
        Subject subject,
        @Nullable String controller,
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
        this(rule, subject, null, verdict, message, remediation, List.of());
    }

    /** The same of an object that belongs to a workload. */
    public Finding controlledBy(String workload) {
        return new Finding(rule, subject, workload, verdict, message, remediation, evidence);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
