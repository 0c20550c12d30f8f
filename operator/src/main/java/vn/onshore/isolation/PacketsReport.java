package vn.onshore.isolation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Packets;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Tries;
import vn.onshore.isolation.prove.ProbeEvidence;

/** What a status says of probes. Pure. */
final class PacketsReport {
    private PacketsReport() {}

    /** @param troubles sentences about probes that could not be sent */
    static Packets of(ProbeEvidence evidence, List<String> troubles) {
        var nothing = evidence.standing() == ProbeEvidence.Standing.NothingSent;
        var summary = evidence.summary();
        return new Packets(
                IsolationReport.bounded(summary.substring(0, 1).toUpperCase(Locale.ROOT)
                        + summary.substring(1)
                        + (nothing
                                ? ". Verdicts are computed from the policies, pods and Services of the cluster."
                                : ".")),
                evidence.at().map(Instant::toString).orElse(null),
                nothing ? null : tries(evidence.declared()),
                nothing ? null : tries(evidence.forbidden()),
                evidence.contradictions().stream()
                        .limit(ProbeEvidence.MOST_SENTENCES)
                        .map(IsolationReport::bounded)
                        .toList(),
                IsolationReport.first(Stream.concat(troubles.stream(), evidence.remarks().stream())
                        .toList()));
    }

    private static Tries tries(ProbeEvidence.Tries tries) {
        return new Tries(tries.tried(), tries.asDeclared());
    }
}
