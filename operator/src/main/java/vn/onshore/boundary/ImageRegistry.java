package vn.onshore.boundary;

import java.util.Locale;
import java.util.Optional;

/**
 * The registry that an image comes from.
 *
 * @param host lower case, with {@code :port} unless that is 443
 */
public record ImageRegistry(String host) {
    private static final ImageRegistry DOCKER_HUB = new ImageRegistry("docker.io");

    /**
     * The registry of an image reference, by the rule of container runtimes: what stands before the first slash, if it
     * has a dot, a colon or an upper-case letter or is {@code localhost}; else docker.io. Empty if it is no host.
     */
    public static Optional<ImageRegistry> of(String reference) {
        var slash = reference.indexOf('/');
        if (reference.isEmpty() || slash == reference.length() - 1) {
            return Optional.empty();
        }
        var first = slash < 0 ? "" : reference.substring(0, slash);
        var isHost = first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        return isHost || slash == 0 ? parse(first) : Optional.of(DOCKER_HUB);
    }

    /** Reads {@code host} or {@code host:port}; the host may be an IP literal. Empty if it is neither. */
    public static Optional<ImageRegistry> parse(String text) {
        var colon = text.lastIndexOf(':');
        var hasPort = colon >= 0 && Host.isPort(text.substring(colon + 1)) && text.indexOf(']') < colon;
        var port = hasPort ? text.substring(colon) : "";
        var suffix = port.equals(":443") ? "" : port;
        return switch (Host.parse(hasPort ? text.substring(0, colon) : text)) {
            case Host.Name(var name) -> Optional.of(named(name, suffix));
            case Host.Literal(var address) ->
                Optional.of(new ImageRegistry((address.isV4() ? address : "[" + address + "]") + suffix));
            case Host.Invalid(var ignored) -> Optional.empty();
        };
    }

    private static ImageRegistry named(String name, String port) {
        return port.isEmpty() && name.equals("index.docker.io") ? DOCKER_HUB : new ImageRegistry(name + port);
    }
}
