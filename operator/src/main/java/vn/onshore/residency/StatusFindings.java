package vn.onshore.residency;

import java.util.List;
import vn.onshore.api.v1alpha1.DataResidencyStatus.FindingList;
import vn.onshore.api.v1alpha1.DataResidencyStatus.StatusFinding;
import vn.onshore.api.v1alpha1.SkippedGuard;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.StatusText;
import vn.onshore.residency.guard.Guards;

/** Findings as a status shows them: the first few, with sentences of bounded length. */
final class StatusFindings {
    /** Entries of a list in a status. */
    static final int FIRST = 20;

    /** Characters of a sentence; what it quotes may come from anybody. */
    private static final int LONGEST = 512;

    private StatusFindings() {}

    /**
     * A list for a status.
     *
     * @param total how many there are
     * @param first at least the first {@link #FIRST} of them, in the order in which they are shown
     */
    static FindingList list(long total, List<Finding> first) {
        return new FindingList(
                total, first.stream().limit(FIRST).map(StatusFindings::row).toList());
    }

    private static StatusFinding row(Finding finding) {
        var subject = finding.subject();
        return new StatusFinding(
                finding.rule(),
                finding.verdict().name(),
                subject.apiVersion(),
                subject.kind(),
                subject.namespace(),
                subject.name(),
                subject.uid(),
                finding.controller(),
                bounded(finding.message()),
                bounded(finding.remediation()));
    }

    /** What could not be compiled. */
    static List<SkippedGuard> skipped(Guards guards) {
        return guards.skipped().stream()
                .map(skipped -> new SkippedGuard(skipped.guard().id(), bounded(skipped.reason())))
                .toList();
    }

    static String bounded(String text) {
        return StatusText.within(LONGEST, text);
    }
}
