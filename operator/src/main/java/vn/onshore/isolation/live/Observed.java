package vn.onshore.isolation.live;

import java.util.List;
import vn.onshore.isolation.observed.Placement;
import vn.onshore.manifest.Problem;

/**
 * The flow logs of one resource as they were read last.
 *
 * @param logs what was read
 * @param unread one sentence for each ConfigMap that could not be
 * @param unreadable lines of the logs that could not be read
 * @param problems the first of them
 * @param remarks on what was read and is not among the flows
 * @param isCut whether there were more flows than are kept
 */
public record Observed(
        List<Log> logs,
        List<String> unread,
        long unreadable,
        List<Problem> problems,
        List<String> remarks,
        boolean isCut,
        Placement placement) {
    public Observed {
        logs = List.copyOf(logs);
        unread = List.copyOf(unread);
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /**
     * One ConfigMap.
     *
     * @param name with its namespace
     * @param digest {@code sha256:} and the digest of what it holds
     */
    public record Log(String name, String digest) {}
}
