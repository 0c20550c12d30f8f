package vn.onshore.isolation.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of ports of TCP, UDP and SCTP, in canonical form: sorted, disjoint intervals, neighbours joined. Equal sets are
 * equal objects by {@link #equals}. Immutable.
 */
public final class PortSet {
    public static final int FIRST = 1;
    public static final int LAST = 65_535;
    public static final PortSet NONE = new PortSet(new int[0]);
    public static final PortSet ALL =
            Stream.of(Protocol.values()).map(PortSet::of).reduce(NONE, PortSet::union);

    /** First and last of each interval in turn, as {@code protocol << 16 | port}. Port 0 keeps protocols apart. */
    private final int[] bounds;

    private final int hash;

    private PortSet(int[] bounds) {
        this.bounds = bounds;
        hash = Arrays.hashCode(bounds);
    }

    /** An interval of one protocol; both ends are in it, 1 to 65535. */
    public record Interval(Protocol protocol, int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Every port of a protocol. */
    public static PortSet of(Protocol protocol) {
        return of(protocol, FIRST, LAST);
    }

    public static PortSet of(Protocol protocol, int port) {
        return of(protocol, port, port);
    }

    /** @throws IllegalArgumentException unless 1 ≤ first ≤ last ≤ 65535 */
    public static PortSet of(Protocol protocol, int first, int last) {
        if (first < FIRST || last > LAST || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last);
        }
        return new PortSet(new int[] {code(protocol, first), code(protocol, last)});
    }

    private static int code(Protocol protocol, int port) {
        return protocol.ordinal() << 16 | port;
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /** @param port 1 to 65535 */
    public boolean contains(Protocol protocol, int port) {
        var found = Arrays.binarySearch(bounds, code(protocol, port));
        // Between a first and a last the insertion point is odd.
        return found >= 0 || (-found - 1) % 2 == 1;
    }

    public boolean containsAll(PortSet other) {
        return other.minus(this).isEmpty();
    }

    public boolean intersects(PortSet other) {
        for (int i = 0, j = 0; i < bounds.length && j < other.bounds.length; ) {
            if (Math.max(bounds[i], other.bounds[j]) <= Math.min(bounds[i + 1], other.bounds[j + 1])) {
                return true;
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return false;
    }

    public PortSet union(PortSet other) {
        if (isEmpty() || equals(other)) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        var out = new int[bounds.length + other.bounds.length];
        var size = 0;
        for (int i = 0, j = 0; i < bounds.length || j < other.bounds.length; ) {
            var mine = j == other.bounds.length || i < bounds.length && bounds[i] <= other.bounds[j];
            var first = mine ? bounds[i] : other.bounds[j];
            var last = mine ? bounds[i + 1] : other.bounds[j + 1];
            if (mine) {
                i += 2;
            } else {
                j += 2;
            }
            if (size > 0 && first <= out[size - 1] + 1) {
                out[size - 1] = Math.max(out[size - 1], last);
            } else {
                out[size++] = first;
                out[size++] = last;
            }
        }
        return new PortSet(Arrays.copyOf(out, size));
    }

    public PortSet intersect(PortSet other) {
        if (equals(other) || other == ALL) {
            return this;
        }
        if (this == ALL) {
            return other;
        }
        var out = new int[bounds.length + other.bounds.length];
        var size = 0;
        for (int i = 0, j = 0; i < bounds.length && j < other.bounds.length; ) {
            var first = Math.max(bounds[i], other.bounds[j]);
            var last = Math.min(bounds[i + 1], other.bounds[j + 1]);
            if (first <= last) {
                out[size++] = first;
                out[size++] = last;
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return size == 0 ? NONE : new PortSet(Arrays.copyOf(out, size));
    }

    public PortSet minus(PortSet other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        var out = new int[bounds.length + other.bounds.length];
        var size = 0;
        var j = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            var first = bounds[i];
            var last = bounds[i + 1];
            while (j < other.bounds.length && other.bounds[j + 1] < first) {
                j += 2;
            }
            for (var k = j; k < other.bounds.length && other.bounds[k] <= last && first <= last; k += 2) {
                if (other.bounds[k] > first) {
                    out[size++] = first;
                    out[size++] = other.bounds[k] - 1;
                }
                first = other.bounds[k + 1] + 1;
            }
            if (first <= last) {
                out[size++] = first;
                out[size++] = last;
            }
        }
        return size == 0 ? NONE : new PortSet(Arrays.copyOf(out, size));
    }

    /** By protocol, then by port. */
    public List<Interval> intervals() {
        var intervals = new ArrayList<Interval>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            intervals.add(new Interval(Protocol.values()[bounds[i] >>> 16], bounds[i] & LAST, bounds[i + 1] & LAST));
        }
        return intervals;
    }

    /** The ports of one protocol as {@code 80,443,8000-8080}; empty if there is none. */
    public String text(Protocol protocol) {
        return intervals().stream()
                .filter(interval -> interval.protocol() == protocol)
                .map(Interval::toString)
                .collect(Collectors.joining(","));
    }

    /** Some port of it, the lowest of the first protocol. */
    public Interval any() {
        return intervals().stream()
                .min(Comparator.comparing(Interval::protocol))
                .orElseThrow(() -> new IllegalStateException("no port"));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof PortSet set && hash == set.hash && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code TCP 80,443 UDP 53}; {@code all} or {@code none}. */
    @Override
    public String toString() {
        if (isAll() || isEmpty()) {
            return isEmpty() ? "none" : "all";
        }
        return Stream.of(Protocol.values())
                .filter(protocol -> !text(protocol).isEmpty())
                .map(protocol -> protocol + " " + text(protocol))
                .collect(Collectors.joining(" "));
    }
}
