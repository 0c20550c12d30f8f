package vn.onshore.isolation.observed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.observed.Line.Garbage;
import vn.onshore.isolation.observed.Line.Reason;
import vn.onshore.isolation.observed.Line.Skipped;

/**
 * Lines of CSV (RFC 4180 without line breaks in fields) after a header with at least {@code src_namespace}, {@code
 * dst_namespace}, {@code protocol} and {@code port}; {@code src_ip}, {@code dst_ip}, {@code time} and {@code verdict} are
 * read where they are.
 */
final class CsvLines {
    private static final Set<String> NEEDED = Set.of("src_namespace", "dst_namespace", "protocol", "port");
    private static final Set<String> STOPPED = Set.of("dropped", "denied", "deny", "drop", "reject");

    private final Map<String, Integer> columns;
    private final PodAddresses addresses;

    private CsvLines(Map<String, Integer> columns, PodAddresses addresses) {
        this.columns = columns;
        this.addresses = addresses;
    }

    /** Empty if the line is no such header. */
    static Optional<CsvLines> header(String line, PodAddresses addresses) {
        if (!line.contains("src_namespace")) {
            return Optional.empty();
        }
        var columns = new HashMap<String, Integer>();
        var names = fields(line);
        for (var i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        return columns.keySet().containsAll(NEEDED) ? Optional.of(new CsvLines(columns, addresses)) : Optional.empty();
    }

    Line read(String line) {
        var fields = fields(line);
        var protocol = field(fields, "protocol");
        var known = LineReader.protocol(protocol);
        if (known.isEmpty()) {
            return protocol.isEmpty() ? new Garbage("no protocol") : new Skipped(Reason.OtherProtocol);
        }
        var port = LineReader.port(field(fields, "port"));
        if (port == 0) {
            return new Garbage("the port is none of 1 to 65535");
        }
        var from = party(field(fields, "src_namespace"), field(fields, "src_ip"), addresses::source);
        var to = party(field(fields, "dst_namespace"), field(fields, "dst_ip"), addresses::destination);
        if (from.isEmpty() || to.isEmpty()) {
            return new Garbage("an address that is none");
        }
        return new Line.Seen(new Sample(
                from.get(),
                to.get(),
                known.get(),
                port,
                HubbleLines.time(field(fields, "time")),
                STOPPED.contains(field(fields, "verdict").toLowerCase(Locale.ROOT))));
    }

    private static Optional<Party> party(String namespace, String ip, Function<IpAddress, Party> known) {
        if (!namespace.isEmpty()) {
            return Optional.of(new Party.InNamespace(namespace));
        }
        return ip.isEmpty()
                ? Optional.of(new Party.Outside(Optional.empty()))
                : IpAddress.parse(ip).map(known);
    }

    private String field(List<String> fields, String name) {
        var column = columns.get(name);
        return column == null || column >= fields.size()
                ? ""
                : fields.get(column).strip();
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
