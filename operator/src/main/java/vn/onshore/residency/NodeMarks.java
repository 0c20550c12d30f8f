package vn.onshore.residency;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.Applier;
import vn.onshore.kube.EventRecorder;
import vn.onshore.kube.Watched;
import vn.onshore.residency.guard.GuardNames;

/** The mark of a policy on the nodes that qualify: a label that kubelets cannot write. */
final class NodeMarks {
    /** Requests under way at once for one policy: a large cluster has thousands of nodes, and other work to do. */
    private static final int AT_ONCE = 16;
    /** As many nodes an Event names. */
    private static final int NAMED = 10;

    private static final ApiKind NODE = Watched.NODE.kind();
    private static final int GONE = 404;

    private final Applier applier;
    private final EventRecorder events;
    private final String manager;

    /** @param manager field manager of the feature */
    NodeMarks(Applier applier, EventRecorder events, String manager) {
        this.applier = applier;
        this.events = events;
        this.manager = manager;
    }

    /** @param failures gets one sentence for each node that the server refused */
    void grant(ResidencyInputs.Policy policy, List<String> nodes, List<String> failures) {
        var done = mark(policy, nodes, GuardNames.ELIGIBLE, failures);
        if (!done.isEmpty()) {
            events.tell(
                    policy.subject(),
                    EventRecorder.Reason.EligibilityGained,
                    "Grant",
                    named(done) + (done.size() == 1 ? " qualifies" : " qualify"));
        }
    }

    /**
     * Takes the mark away again.
     *
     * @param reasons by node
     * @param failures gets one sentence for each node that the server refused
     */
    void revoke(ResidencyInputs.Policy policy, Map<String, String> reasons, List<String> failures) {
        mark(policy, reasons.keySet(), null, failures).stream()
                .collect(Collectors.groupingBy(reasons::get, TreeMap::new, Collectors.toList()))
                .forEach((reason, nodes) -> events.tell(
                        policy.subject(),
                        EventRecorder.Reason.EligibilityLost,
                        "Revoke",
                        named(nodes)
                                + (nodes.size() == 1 ? " no longer qualifies: " : " no longer qualify: ")
                                + reason));
    }

    private static String named(List<String> nodes) {
        return (nodes.size() == 1 ? "node " : "nodes ") + Announcement.first(nodes, NAMED);
    }

    /**
     * Writes the label.
     *
     * @param value null to take it away
     * @return the nodes of which that is true now, sorted; not those that are gone
     */
    private List<String> mark(
            ResidencyInputs.Policy policy, Collection<String> nodes, @Nullable String value, List<String> failures) {
        var label = new LinkedHashMap<String, @Nullable String>();
        label.put(GuardNames.nodeLabel(policy.name()), value);
        var patch = Map.of("metadata", Map.of("labels", label));
        var done = new ConcurrentSkipListSet<String>();
        var refused = new ConcurrentLinkedQueue<String>();
        var places = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var node : nodes) {
                places.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        var answer = applier.patch(NODE, null, node, patch, manager);
                        if (answer.ok()) {
                            done.add(node);
                        } else if (answer.code() != GONE) {
                            refused.add("Node " + node + " could not be marked (" + answer.code() + "): "
                                    + answer.message());
                        }
                    } catch (UncheckedIOException e) {
                        refused.add("Node " + node + " could not be marked: " + e.getMessage());
                    } finally {
                        places.release();
                    }
                });
            }
        }
        failures.addAll(refused);
        return List.copyOf(done);
    }
}
