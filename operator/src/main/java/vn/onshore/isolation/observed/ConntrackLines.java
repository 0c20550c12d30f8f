package vn.onshore.isolation.observed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.observed.Line.Garbage;
import vn.onshore.isolation.observed.Line.Reason;
import vn.onshore.isolation.observed.Line.Skipped;

/**
 * Entries of {@code conntrack -L} and {@code -E}. Each has two tuples: who dialled what, and who answers to whom. The pod
 * behind a Service, and its port, stand only in the second.
 */
final class ConntrackLines {
    private ConntrackLines() {}

    static Line read(String line, PodAddresses addresses) {
        var words = line.split("\\s+");
        var protocol = Optional.<Protocol>empty();
        var sources = new ArrayList<IpAddress>(2);
        var ports = new ArrayList<Integer>(2);
        for (var word : words) {
            if (protocol.isEmpty()) {
                protocol = LineReader.protocol(word);
            }
            if (word.startsWith("src=")) {
                IpAddress.parse(word.substring(4)).ifPresent(sources::add);
            } else if (word.startsWith("sport=")) {
                ports.add(LineReader.port(word.substring(6)));
            }
        }
        if (protocol.isEmpty()) {
            return sources.size() == 2
                    ? new Skipped(Reason.OtherProtocol)
                    : new Garbage("it is no JSON, no CSV after a header, and no conntrack entry");
        }
        return sources.size() == 2 && ports.size() == 2 && ports.get(1) > 0
                ? seen(words, protocol.get(), sources, ports, addresses)
                : new Garbage("a conntrack entry without two tuples of src and sport");
    }

    /** The table is kept per connection, so that no entry is a reply. */
    private static Line seen(
            String[] words, Protocol protocol, List<IpAddress> sources, List<Integer> ports, PodAddresses addresses) {
        return new Line.Seen(new Sample(
                addresses.source(sources.getFirst()),
                addresses.destination(sources.getLast()),
                protocol,
                ports.getLast(),
                time(words[0]),
                false));
    }

    /** {@code [1732000000.123456]} of {@code -o timestamp}. */
    private static @Nullable Instant time(String word) {
        var dot = word.indexOf('.');
        if (!word.startsWith("[") || dot < 2 || dot > 12) {
            return null;
        }
        var seconds = word.substring(1, dot);
        return seconds.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Instant.ofEpochSecond(Long.parseLong(seconds))
                : null;
    }
}
