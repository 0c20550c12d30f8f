package vn.onshore.residency.guard;

import java.util.List;
import java.util.stream.Stream;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.Named;
import vn.onshore.boundary.Allowances;
import vn.onshore.boundary.NodeFacts;

/** What is inside, as CEL. Each method takes CEL that gives a list of strings and gives CEL for those that lie outside. */
final class Places {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String DNS_NAME = CelLiteral.string("^(" + LABEL + "\\.)*" + LABEL + "$");
    private static final String PORT =
            "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
    /** A scheme, a name or an IP literal and perhaps a port: no user-info, no percent, nothing to disagree about. */
    private static final String PLAIN_URL = CelLiteral.string(
            "^[A-Za-z][A-Za-z0-9+.-]*://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:(" + PORT + ")?)?([/?#].*)?$");

    private static final String BARE_IPV6 = CelLiteral.string("^[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*$");
    private static final String MAPPED = "'::ffff:'";

    private final Allowances allowances;
    private final String clusterDomain;

    Places(Allowances allowances, String clusterDomain) {
        this.allowances = allowances;
        this.clusterDomain = clusterDomain;
    }

    /** The variables that {@link #hosts}, {@link #urls}, {@link #authorities} and {@link #addresses} use. */
    List<Named> network() {
        return List.of(
                new Named("hosts", CelLiteral.list(allowances.hosts())),
                new Named("domains", CelLiteral.list(allowances.domains())),
                new Named("cidrs", CelLiteral.list(allowances.cidrs())));
    }

    /** The variables that {@link #topology} uses. */
    List<Named> topology() {
        return List.of(
                new Named("regions", CelLiteral.list(allowances.regions())),
                new Named("zones", CelLiteral.list(allowances.zones())),
                new Named("topologyKeys", CelLiteral.list(topologyKeys())));
    }

    /** The well-known keys and those of the drivers. */
    List<String> topologyKeys() {
        var own = allowances.drivers().stream().flatMap(driver -> driver.topologyKeys().stream());
        return Stream.concat(Stream.of(NodeFacts.REGION, NodeFacts.ZONE), own)
                .distinct()
                .sorted()
                .toList();
    }

    /** DNS names and IP literals that are outside. Names of Services pass: they are judged at the Service. */
    String hosts(String names) {
        return names + ".map(h, h.lowerAscii()).map(h, h.endsWith('.') ? h.substring(0, h.size() - 1) : h)"
                + ".filter(h, !" + inside("h") + ")";
    }

    /** URLs whose host is outside, or which leave room for another reading. */
    String urls(String urls) {
        var host = "[url(u).getHostname().lowerAscii()].map(h, h.endsWith('.') ? h.substring(0, h.size() - 1) : h)"
                + ".all(h, " + inside("h") + ")";
        return urls + ".filter(u, !(u.matches(" + PLAIN_URL + ") && " + host + "))";
    }

    /** {@code host[:port]} that are outside. */
    String authorities(String authorities) {
        var asUrls = authorities + ".map(a, a.matches(" + BARE_IPV6 + ") ? 'tcp://[' + a + ']' : 'tcp://' + a)";
        return urls(asUrls);
    }

    /** IP literals that are outside. */
    String addresses(String literals) {
        return literals + ".filter(h, !" + insideAddress(plain("h")) + ")";
    }

    /** IP literals that are outside and not loopback. */
    String addressesBeyondLoopback(String literals) {
        var address = plain("h");
        return literals + ".filter(h, !(isIP(" + address + ") && ip(" + address + ").isLoopback() || "
                + insideAddress(address) + "))";
    }

    /** Whether a value of a topology key is inside. */
    String topology(String key, String value) {
        return "(" + key + " == " + CelLiteral.string(NodeFacts.REGION) + " ? " + value + " in variables.regions : "
                + value + " in variables.zones || " + key + " != " + CelLiteral.string(NodeFacts.ZONE) + " && " + value
                + " in variables.regions)";
    }

    /** Values of parameters that name no place inside: a zone, a region, an ARN of one, a URL or a host. */
    String parameters(String values) {
        var arn = "u.startsWith('arn:') && u.split(':').size() > 3 && u.split(':')[3] in variables.regions";
        var host = "(u.contains('://') ? " + urls("[u]") + " : " + authorities("[u]") + ").size() == 0";
        return values + ".map(v, v.trim()).filter(u, u != '' && !(u in variables.zones || u in variables.regions || "
                + arn + " || " + host + "))";
    }

    private String inside(String host) {
        return "(" + host + " in variables.hosts || " + host + ".matches(" + DNS_NAME
                + ") && (variables.domains.exists(d, "
                + host + " == d || " + host + ".endsWith('.' + d)) || " + host + ".endsWith('.svc') || " + host
                + ".endsWith(" + CelLiteral.string(".svc." + clusterDomain) + ")) || " + insideAddress(plain(host))
                + ")";
    }

    private static String insideAddress(String address) {
        return "(isIP(" + address + ") && variables.cidrs.exists(c, cidr(c).containsIP(" + address + ")))";
    }

    /** IPv4-mapped IPv6 as IPv4, which the address functions would refuse. */
    private static String plain(String address) {
        return "(" + address + ".lowerAscii().startsWith(" + MAPPED + ") ? " + address + ".substring(7) : " + address
                + ")";
    }
}
