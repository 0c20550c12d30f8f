package vn.onshore.isolation.observed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.compliance.StatusText;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Quoted;

/** Streams of connections, added up: memory is bounded by how different they are, and by {@value #MOST_FLOWS}. */
public final class FlowBook {
    /** Above this, new flows are only counted. */
    public static final int MOST_FLOWS = 50_000;

    private static final int MOST_PROBLEMS = 20;
    private static final int LONGEST_SAMPLE = 300;

    private final Map<Flow, Seen> flows = new HashMap<>();
    private final Map<Line.Reason, Long> skipped = new EnumMap<>(Line.Reason.class);
    private final List<Problem> problems = new ArrayList<>();
    private final boolean includeDropped;
    private final boolean keepsLines;
    private long garbage;
    private long dropped;
    private long untold;

    /** @param includeDropped whether connections that were stopped count as well */
    public FlowBook(boolean includeDropped) {
        this(includeDropped, true);
    }

    private FlowBook(boolean includeDropped, boolean keepsLines) {
        this.includeDropped = includeDropped;
        this.keepsLines = keepsLines;
    }

    /** Keeps no text of any line: whoever is told of a flow need not be allowed to read the log. */
    public static FlowBook withoutLines() {
        return new FlowBook(false, false);
    }

    /** What connections have in common. */
    public record Flow(Party from, Party to, Protocol protocol, int port) implements Comparable<Flow> {
        @Override
        public int compareTo(Flow other) {
            var byFrom = from.compareTo(other.from);
            var byTo = byFrom != 0 ? byFrom : to.compareTo(other.to);
            var byProtocol = byTo != 0 ? byTo : protocol.compareTo(other.protocol);
            return byProtocol != 0 ? byProtocol : Integer.compare(port, other.port);
        }

        @Override
        public String toString() {
            return from + " to " + to + " " + protocol + "/" + port;
        }
    }

    /**
     * How often, and when.
     *
     * @param first null if no line said when
     * @param where file and line of one of them
     * @param sample the text of that line, shortened; empty in a book without lines
     */
    public record Seen(
            long count, @Nullable Instant first, @Nullable Instant last, String where, String sample) {
        static final Seen NEVER = new Seen(0, null, null, "", "");

        /** Both together; the place is that which comes first by name. */
        Seen and(Seen other) {
            var earlier = where.compareTo(other.where) <= 0 ? this : other;
            return new Seen(
                    count + other.count,
                    first == null || other.first != null && other.first.isBefore(first) ? other.first : first,
                    last == null || other.last != null && other.last.isAfter(last) ? other.last : last,
                    earlier.where,
                    earlier.sample);
        }

        private Seen again(@Nullable Instant at) {
            return new Seen(
                    count + 1,
                    at != null && (first == null || at.isBefore(first)) ? at : first,
                    at != null && (last == null || at.isAfter(last)) ? at : last,
                    where,
                    sample);
        }
    }

    /** Counts one line. */
    public void add(String file, int number, String text, Line line) {
        switch (line) {
            case Line.Skipped(var reason) -> skipped.merge(reason, 1L, Long::sum);
            case Line.Garbage(var why) -> garbage(new Problem(file, number, why));
            case Line.Seen(var sample) when sample.dropped() && !includeDropped -> dropped++;
            case Line.Seen(var sample) -> seen(file, number, text, sample);
        }
    }

    private void garbage(Problem problem) {
        garbage++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    private void seen(String file, int number, String text, Sample sample) {
        var flow = new Flow(sample.from(), sample.to(), sample.protocol(), sample.port());
        var known = flows.get(flow);
        if (known != null) {
            flows.put(flow, known.again(sample.at()));
        } else if (flows.size() < MOST_FLOWS) {
            var shown = keepsLines ? Quoted.printable(StatusText.within(LONGEST_SAMPLE, text)) : "";
            flows.put(flow, new Seen(1, sample.at(), sample.at(), file + ":" + number, shown));
        } else {
            untold++;
        }
    }

    /** All flows; not a copy. */
    public Map<Flow, Seen> flows() {
        return flows;
    }

    /** The first lines that could not be understood. */
    public List<Problem> problems() {
        return problems;
    }

    /** Sentences for what was understood and is not among the flows; empty if everything is. */
    public List<String> remarks() {
        var remarks = new ArrayList<String>();
        if (untold > 0) {
            remarks.add(untold + " connections are left out: more than " + MOST_FLOWS
                    + " different flows; give fewer lines at a time");
        }
        if (dropped > 0) {
            remarks.add(dropped + " connections were dropped when they were seen and are left out");
        }
        var others = skipped.getOrDefault(Line.Reason.OtherProtocol, 0L);
        if (others > 0) {
            remarks.add(others + " connections over other protocols than TCP, UDP and SCTP are left out;"
                    + " network policies do not speak of them");
        }
        return remarks;
    }

    /** Whether something was seen that could not be counted. */
    public boolean isCut() {
        return untold > 0;
    }

    /** Connections that were stopped when they were seen, and are not among the flows. */
    public long dropped() {
        return dropped;
    }

    /** Lines that could not be understood; {@link #problems} has the first of them. */
    public long garbage() {
        return garbage;
    }
}
