package vn.onshore.isolation.prove;

import java.util.Optional;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Protocol;

/**
 * Whom a connection is opened to, over TCP. Addresses only: a name would make every attempt depend on DNS too.
 *
 * @param port 1 to 65535
 */
public record Destination(IpAddress address, int port) {
    static final Protocol PROTOCOL = Protocol.TCP;

    private static final int LAST_PORT = 65_535;

    /** Reads {@code 10.0.0.1:443} or {@code [2001:db8::1]:443}; empty for anything else. */
    public static Optional<Destination> parse(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        var host = text.substring(0, colon);
        var bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed != host.contains(":")) {
            return Optional.empty();
        }
        return IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host)
                .flatMap(address -> port(text.substring(colon + 1)).map(port -> new Destination(address, port)));
    }

    private static Optional<Integer> port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        var port = Integer.parseInt(text);
        return port < 1 || port > LAST_PORT ? Optional.empty() : Optional.of(port);
    }

    @Override
    public String toString() {
        return (address.isV4() ? address.toString() : "[" + address + "]") + ":" + port;
    }
}
