package vn.onshore.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.DroppedFlow;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.FlowLog;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.live.Observed;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.observed.FlowBook.Seen;
import vn.onshore.isolation.observed.Shadow;
import vn.onshore.isolation.observed.Shadow.Judged;

/** What a status says of connections that were seen. Pure. */
final class ObservedReport {
    private static final int FIRST = 20;
    private static final int MOST_REMARKS = 10;
    private static final Comparator<Judged> MOST_OFTEN = Comparator.comparingLong(
                    (Judged judged) -> judged.seen().count())
            .reversed()
            .thenComparing(Judged::flow);

    private ObservedReport() {}

    /**
     * Everything that it depends on.
     *
     * @param labels of the namespaces that the logs name and that are there
     */
    record Inputs(Observed observed, ZonePlan plan, Map<String, Map<String, String>> labels) {
        /** @param namespaces of the cluster, all of them */
        static Inputs of(Observed observed, ZonePlan plan, List<Namespace> namespaces) {
            var named = observed.placement().namespaces();
            return new Inputs(
                    observed,
                    plan,
                    namespaces.stream()
                            .filter(namespace -> named.contains(namespace.name()))
                            .collect(Collectors.toUnmodifiableMap(Namespace::name, Namespace::labels)));
        }
    }

    /** Holds the logs against the declaration. */
    static NetworkIsolationStatus.Observed of(Inputs in) {
        var observed = in.observed();
        var flows = observed.placement().flows();
        var shadow = Shadow.of(flows, in.plan(), in.labels());
        return new NetworkIsolationStatus.Observed(
                summary(observed, shadow),
                flows.values().stream().mapToLong(Seen::count).sum(),
                (long) flows.size(),
                (long) shadow.dropped().size(),
                (long) shadow.undetermined().size(),
                observed.unreadable(),
                shadow.dropped().stream()
                        .sorted(MOST_OFTEN)
                        .limit(FIRST)
                        .map(ObservedReport::dropped)
                        .toList(),
                observed.logs().stream()
                        .map(log -> new FlowLog(log.name(), log.digest()))
                        .toList(),
                remarks(observed, shadow));
    }

    private static DroppedFlow dropped(Judged judged) {
        var flow = judged.flow();
        return new DroppedFlow(
                flow.from().toString(),
                flow.to().toString(),
                flow.protocol() + "/" + flow.port(),
                judged.seen().count(),
                IsolationReport.bounded(judged.why()),
                IsolationReport.bounded(judged.seen().where()));
    }

    /** Nothing is called clean of which a part was not seen. */
    private static String summary(Observed observed, Shadow shadow) {
        var flows = observed.placement().flows().size();
        var unseen = new ArrayList<String>();
        count(unseen, observed.unread().size(), "ConfigMap");
        count(unseen, observed.unreadable(), "line");
        var rest = (unseen.isEmpty() ? "" : "; " + String.join(" and ", unseen) + " could not be read")
                + (observed.isCut() ? "; there are more flows than are kept" : "");
        if (flows == 0) {
            return "The logs tell of no flow, so that nothing is shown" + rest + ".";
        }
        var dropped = shadow.dropped().isEmpty()
                ? "None"
                : String.valueOf(shadow.dropped().size());
        var undetermined = shadow.undetermined().size();
        return dropped + " of " + flows + (flows == 1 ? " flow that was" : " flows that were")
                + " seen would be dropped"
                + (undetermined == 0 ? "" : ", and of " + undetermined + " nobody can say")
                + rest + ".";
    }

    private static void count(List<String> said, long count, String what) {
        if (count > 0) {
            said.add(count + " " + what + (count == 1 ? "" : "s"));
        }
    }

    private static List<String> remarks(Observed observed, Shadow shadow) {
        var remarks = new ArrayList<>(observed.unread());
        observed.problems().stream()
                .findFirst()
                .ifPresent(problem -> remarks.add(problem + (observed.unreadable() > 1 ? ", and others" : "")));
        shadow.undetermined().stream()
                .min(MOST_OFTEN)
                .ifPresent(judged -> remarks.add(judged.flow() + ": " + judged.why()));
        remarks.addAll(observed.remarks());
        if (observed.placement().undated() > 0) {
            remarks.add(observed.placement().undated()
                    + " connections do not say when they were seen: their addresses are taken to be of those who have"
                    + " them now and were there when the log was written");
        }
        if (observed.placement().unsure() > 0) {
            remarks.add("no node says from which network its pods have their addresses: those that no pod has any more"
                    + " count as outside");
        }
        return remarks.stream()
                .limit(MOST_REMARKS)
                .map(IsolationReport::bounded)
                .toList();
    }
}
