package vn.onshore.isolation.observed;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.JsonTree.Readable;
import vn.onshore.manifest.Tree;

/**
 * Tells what each line of a stream is, whichever of the four forms it has: JSON of Hubble or Goldmane, CSV with a header, or
 * {@code conntrack -L}. Keeps nothing but the header.
 */
public final class LineReader {
    static final int FIRST_EPHEMERAL = 32_768;

    /** An RFC 1123 label. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_JSON = 1 << 20;
    private static final int DEPTH = 30;

    private final PodAddresses addresses;
    private @Nullable CsvLines csv;

    public LineReader(PodAddresses addresses) {
        this.addresses = addresses;
    }

    /** @param text one line, without its end */
    public Line read(String text) {
        var line = form(text);
        return line instanceof Line.Seen(var sample) && !(isNamed(sample.from()) && isNamed(sample.to()))
                ? new Line.Garbage("a namespace whose name none can have")
                : line;
    }

    private static boolean isNamed(Party party) {
        return !(party instanceof Party.InNamespace(var namespace))
                || NAMESPACE.matcher(namespace).matches();
    }

    private Line form(String text) {
        // Spreadsheets put a byte order mark before what they export.
        var line = (text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text).strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return new Line.Skipped(Line.Reason.NoFlow);
        }
        if (line.startsWith("{")) {
            return json(line);
        }
        var header = CsvLines.header(line, addresses);
        if (header.isPresent()) {
            csv = header.get();
            return new Line.Skipped(Line.Reason.NoFlow);
        }
        return csv != null ? csv.read(line) : ConntrackLines.read(line, addresses);
    }

    private Line json(String line) {
        return switch (JsonTree.parse(line, LONGEST_JSON, DEPTH)) {
            case Readable(var tree) -> json(tree);
            case JsonTree.Unreadable(var reason) -> new Line.Garbage(reason);
        };
    }

    /** The one nests what it tells in {@code l4} and {@code IP}, the other in a key of names. */
    private Line json(Tree tree) {
        var wrapped = tree.at("flow");
        var flow = wrapped.isObject() ? wrapped : tree;
        if (flow.at("l4").isObject()
                || flow.at("IP").isObject()
                || flow.at("verdict").isPresent()) {
            return HubbleLines.read(flow, addresses);
        }
        var goldmane = GoldmaneLines.read(flow);
        if (goldmane.isPresent()) {
            return goldmane.get();
        }
        return Stream.of("node_status", "lost_events", "agent_event", "debug_event")
                        .anyMatch(other -> tree.at(other).isPresent())
                ? new Line.Skipped(Line.Reason.NoFlow)
                : new Line.Garbage("JSON that is no flow of Hubble or Goldmane");
    }

    static Optional<Protocol> protocol(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return Stream.of(Protocol.values())
                .filter(protocol -> protocol.name().equals(upper))
                .findFirst();
    }

    /** 0 for what is no port. */
    static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        var port = Integer.parseInt(digits);
        return port >= PortSet.FIRST && port <= PortSet.LAST ? port : 0;
    }

    /** Whether ports alone look like those of an answer. */
    static boolean looksLikeReply(int source, int destination) {
        return source > 0 && source < FIRST_EPHEMERAL && destination >= FIRST_EPHEMERAL;
    }
}
