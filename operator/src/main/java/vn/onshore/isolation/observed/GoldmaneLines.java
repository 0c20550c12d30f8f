package vn.onshore.isolation.observed;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.observed.Line.Garbage;
import vn.onshore.isolation.observed.Line.Reason;
import vn.onshore.isolation.observed.Line.Skipped;
import vn.onshore.manifest.Tree;

/**
 * Flows of Calico's Goldmane ({@code goldmane/proto/api.proto}) in any spelling of its JSON: with a {@code Key} or flat, by
 * names or numbers of its enumerations. Of what is outside it keeps no address.
 */
final class GoldmaneLines {
    private static final String DENIED = "2";

    private GoldmaneLines() {}

    /** Empty if it is no such flow. */
    static Optional<Line> read(Tree flow) {
        var nested = first(flow, "Key", "key");
        var key = nested.isObject() ? nested : flow;
        var port = first(key, "dest_port", "destPort");
        if (!port.isPresent() || !first(key, "source_name", "sourceName").isPresent()) {
            return Optional.empty();
        }
        return Optional.of(read(flow, key, LineReader.port(port.text())));
    }

    private static Line read(Tree flow, Tree key, int port) {
        var protocol = LineReader.protocol(first(key, "proto", "protocol").text());
        if (protocol.isEmpty()) {
            return new Skipped(Reason.OtherProtocol);
        }
        if (port == 0) {
            return new Garbage("a flow without a destination port");
        }
        var action = key.at("action").text();
        return new Line.Seen(new Sample(
                party(key, "source"),
                party(key, "dest"),
                protocol.get(),
                port,
                time(first(flow, "end_time", "endTime")),
                action.equalsIgnoreCase("Deny") || action.equals(DENIED)));
    }

    private static Party party(Tree key, String side) {
        var namespace = first(key, side + "_namespace", side + "Namespace").text();
        if (!namespace.isEmpty() && !namespace.equals("-")) {
            return new Party.InNamespace(namespace);
        }
        var type = first(key, side + "_type", side + "Type").text();
        return side.equals("source") && (type.equals("HostEndpoint") || type.equals("2"))
                ? new Party.OnNode()
                : new Party.Outside(Optional.empty());
    }

    private static @Nullable Instant time(Tree time) {
        var seconds = time.number(0);
        try {
            return seconds > 0 ? Instant.ofEpochSecond(seconds) : HubbleLines.time(time.text());
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static Tree first(Tree tree, String one, String other) {
        var found = tree.at(one);
        return found.isPresent() ? found : tree.at(other);
    }
}
