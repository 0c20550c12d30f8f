package vn.onshore.isolation.observed;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.observed.Line.Garbage;
import vn.onshore.isolation.observed.Line.Reason;
import vn.onshore.isolation.observed.Line.Skipped;
import vn.onshore.manifest.Tree;

/** Flows of {@code hubble observe -o jsonpb} and of Hubble's exporter (cilium's {@code flow.proto}). */
final class HubbleLines {
    private static final Set<String> STOPPED = Set.of("DROPPED", "ERROR");
    private static final Set<String> NODES = Set.of(
            "reserved:host", "reserved:remote-node", "reserved:health", "reserved:init", "reserved:kube-apiserver");

    private HubbleLines() {}

    static Line read(Tree flow, PodAddresses addresses) {
        if (flow.at("Type").text().equals("SOCK")) {
            return new Skipped(Reason.BeforeTranslation);
        }
        for (var protocol : Protocol.values()) {
            var ports = flow.at("l4", protocol.name());
            if (ports.isObject()) {
                return read(flow, protocol, ports, addresses);
            }
        }
        return flow.at("l4").isObject() || flow.at("IP").isObject()
                ? new Skipped(Reason.OtherProtocol)
                : new Garbage("a flow without addresses and ports");
    }

    private static Line read(Tree flow, Protocol protocol, Tree ports, PodAddresses addresses) {
        var port = LineReader.port(ports.at("destination_port").text());
        if (port == 0) {
            return new Garbage("a flow without a destination port");
        }
        if (isReply(flow, ports, port)) {
            return new Skipped(Reason.Reply);
        }
        var from = source(flow.at("source"), flow.at("IP", "source"), addresses);
        var to = pod(flow.at("destination"))
                .or(() -> address(flow.at("IP", "destination")).map(addresses::destination));
        if (from.isEmpty() || to.isEmpty()) {
            return new Garbage("a flow whose ends have neither a namespace nor an address");
        }
        var service = flow.at("destination_service", "name").text();
        if (!service.isEmpty() && to.get() instanceof Party.Outside) {
            return new Skipped(Reason.BeforeTranslation);
        }
        return new Line.Seen(new Sample(
                from.get(),
                to.get(),
                protocol,
                port,
                time(flow.at("time").text()),
                STOPPED.contains(flow.at("verdict").text())));
    }

    /** Hubble says it, except where it does not know. */
    private static boolean isReply(Tree flow, Tree ports, int port) {
        var said = flow.at("is_reply");
        var flags = ports.at("flags");
        return said.isPresent()
                ? said.isTrue()
                : flags.at("SYN").isTrue()
                        ? flags.at("ACK").isTrue()
                        : LineReader.looksLikeReply(
                                LineReader.port(ports.at("source_port").text()), port);
    }

    private static Optional<Party> source(Tree endpoint, Tree ip, PodAddresses addresses) {
        return endpoint.at("labels").texts().stream().anyMatch(NODES::contains)
                ? Optional.of(new Party.OnNode())
                : pod(endpoint).or(() -> address(ip).map(addresses::source));
    }

    private static Optional<Party> pod(Tree endpoint) {
        var namespace = endpoint.at("namespace").text();
        return namespace.isEmpty() ? Optional.empty() : Optional.of(new Party.InNamespace(namespace));
    }

    private static Optional<IpAddress> address(Tree ip) {
        return IpAddress.parse(ip.text());
    }

    static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
