package vn.onshore.isolation.zoning;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.api.v1alpha1.ZoneFlow;
import vn.onshore.api.v1alpha1.ZoneRole;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.Problem;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.zoning.Zoning.BreakGlass;
import vn.onshore.isolation.zoning.Zoning.Flow;
import vn.onshore.isolation.zoning.Zoning.Move;
import vn.onshore.isolation.zoning.Zoning.Side;
import vn.onshore.isolation.zoning.Zoning.Zone;

/**
 * Resolves a spec by a boundary's sites, and says what is wrong with it that the definition of the resource cannot see:
 * what needs the boundary, or the time. What the definition refuses is found here as well, for files that no server saw.
 */
public final class ZoningReader {
    /** How far ahead break-glass may end. */
    public static final Duration LONGEST_BREAK_GLASS = Duration.ofHours(24);

    private static final AddressSet PRIVATE = AddressSet.ofCidrs(
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7").stream()
                    .map(text -> Cidr.parse(text).orElseThrow())
                    .toList());

    private final NetworkIsolationSpec spec;
    private final Map<String, List<Cidr>> sites = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ZoningReader(NetworkIsolationSpec spec, List<Site> sites) {
        this.spec = spec;
        sites.forEach(site -> this.sites.put(
                site.id(),
                site.cidrs().stream().flatMap(text -> Cidr.parse(text).stream()).toList()));
    }

    /** What came of it. */
    public sealed interface Reading {
        record Sound(Zoning zoning) implements Reading {}

        /** @param problems at least one */
        record Flawed(List<Problem> problems) implements Reading {
            public Flawed {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * @param sites of the boundary
     * @param now null to leave the ends of break-glass unjudged, as for files
     * @param known break-glass that was open before, as {@code ticket notAfter}: it may have ended
     */
    public static Reading read(NetworkIsolationSpec spec, List<Site> sites, @Nullable Instant now, List<String> known) {
        return new ZoningReader(spec, sites).read(now, known);
    }

    private Reading read(@Nullable Instant now, List<String> known) {
        var zones = new ArrayList<Zone>();
        for (var i = 0; i < spec.zones().size(); i++) {
            zone("spec.zones[" + i + "]", spec.zones().get(i)).ifPresent(zones::add);
        }
        if (problems.isEmpty()) {
            apart(zones);
        }
        var flows = new ArrayList<Flow>();
        for (var i = 0; i < spec.flows().size(); i++) {
            flow("spec.flows[" + i + "]", spec.flows().get(i)).ifPresent(flows::add);
        }
        var breakGlass = new ArrayList<BreakGlass>();
        for (var i = 0; i < spec.breakGlass().size(); i++) {
            breakGlass("spec.breakGlass[" + i + "]", spec.breakGlass().get(i), now, known)
                    .ifPresent(breakGlass::add);
        }
        relays();
        var moves = moves();
        var relays = spec.relays().stream()
                .map(relay -> PodSelection.across(
                        LabelSelectors.read(relay.selector().namespaceSelector()),
                        LabelSelectors.read(relay.selector().podSelector())))
                .toList();
        var onshore = sites.values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
        return problems.isEmpty()
                ? new Reading.Sound(new Zoning(zones, flows, breakGlass, moves, relays, onshore))
                : new Reading.Flawed(problems);
    }

    private Optional<Zone> zone(String path, NetworkIsolationSpec.Zone zone) {
        if (zone.role() == null) {
            problem(path + ".role", "has a value that this version does not know; upgrade the operator or change it");
            return Optional.empty();
        }
        var selector = LabelSelectors.read(zone.namespaceSelector());
        if (selector.selectsEverything()) {
            problem(path + ".namespaceSelector", "is empty and would put every namespace into the zone; name a label");
        }
        if (spec.zones().stream()
                        .filter(other -> other.name().equals(zone.name()))
                        .count()
                > 1) {
            problem(path + ".name", "another zone is named " + zone.name() + " as well; name each zone once");
        }
        var internet = zone.internet() == null ? Internet.Deny : zone.internet();
        if (zone.role() == ZoneRole.Management && internet != Internet.Deny) {
            problem(path + ".internet", "a zone of role Management must have no Internet; set it to Deny");
        }
        return Optional.of(new Zone(zone.name(), zone.role(), selector, internet));
    }

    /** Selectors of which one asks for all that the other does: whatever namespace is in the one zone is in the other too. */
    private void apart(List<Zone> zones) {
        for (var later = 1; later < zones.size(); later++) {
            for (var earlier = 0; earlier < later; earlier++) {
                var one = zones.get(earlier).namespaces();
                var other = zones.get(later).namespaces();
                if (one.implies(other) || other.implies(one)) {
                    problem(
                            "spec.zones[" + later + "].namespaceSelector",
                            "(" + other + ") and that of zone "
                                    + zones.get(earlier).name() + " (" + one
                                    + ") select the same namespaces; a namespace is in one zone, so ask for labels that"
                                    + " tell them apart");
                    return;
                }
            }
        }
    }

    private void relays() {
        for (var i = 0; i < spec.relays().size(); i++) {
            var selector = spec.relays().get(i).selector();
            if (selector.namespaceSelector() == null && selector.podSelector() == null) {
                problem(
                        "spec.relays[" + i + "].selector",
                        "is empty and would make a relay of every pod; name a label");
            }
        }
    }

    private List<Move> moves() {
        var moves = new ArrayList<Move>();
        for (var i = 0; i < spec.moves().size(); i++) {
            var said = spec.moves().get(i);
            var path = "spec.moves[" + i + "]";
            if (said.to() != null
                    && spec.zones().stream().noneMatch(zone -> zone.name().equals(said.to()))) {
                problem(path + ".to", "spec.zones has no zone " + said.to() + "; correct the name or add the zone");
            }
            if (moves.stream().anyMatch(move -> move.namespace().equals(said.namespace()))) {
                problem(path + ".namespace", said.namespace() + " is moved twice; name one zone for each namespace");
            }
            moves.add(new Move(said.namespace(), said.to(), said.reason()));
        }
        return moves;
    }

    private Optional<Flow> flow(String path, ZoneFlow flow) {
        var from = side(path + ".from", flow.from());
        var to = side(path + ".to", flow.to());
        var ports = ports(path + ".ports", flow.ports());
        if (from.isEmpty() || to.isEmpty() || ports.isEmpty()) {
            return Optional.empty();
        }
        if (from.get() instanceof Side.Outside && to.get() instanceof Side.Outside) {
            problem(path, "neither from nor to is a zone; a flow must begin or end in a zone");
        }
        if (to.get() instanceof Side.Outside(var site, var cidrs) && site == null && isManagement(from.get())) {
            managementGoesOut(path + ".to.cidrs", AddressSet.ofCidrs(cidrs));
        }
        return Optional.of(new Flow(from.get(), to.get(), ports));
    }

    private boolean isManagement(Side side) {
        return side instanceof Side.InZone(var name)
                && spec.zones().stream()
                        .anyMatch(zone -> zone.name().equals(name) && zone.role() == ZoneRole.Management);
    }

    /** QCVN 12:2026/BCA 3.13.2.2.4: no direct Internet. Private networks and the boundary's sites are none. */
    private void managementGoesOut(String path, AddressSet addresses) {
        var own = sites.values().stream().map(AddressSet::ofCidrs).reduce(PRIVATE, AddressSet::union);
        if (!own.containsAll(addresses)) {
            problem(
                    path,
                    "leads from a zone of role Management to addresses of the Internet; name a site of the boundary, or"
                            + " private ranges");
        }
    }

    private Optional<Side> side(String path, ZoneFlow.Peer peer) {
        if (Stream.of(peer.zone() != null, peer.site() != null, !peer.cidrs().isEmpty())
                        .filter(isSaid -> isSaid)
                        .count()
                > 1) {
            problem(path, "needs exactly one of zone, site and cidrs; write a flow for each");
            return Optional.empty();
        }
        if (peer.zone() != null) {
            if (spec.zones().stream().noneMatch(zone -> zone.name().equals(peer.zone()))) {
                problem(path + ".zone", "spec.zones has no zone " + peer.zone() + "; correct the name or add the zone");
                return Optional.empty();
            }
            return Optional.of(new Side.InZone(peer.zone()));
        }
        return peer.site() != null ? site(path + ".site", peer.site()) : cidrs(path + ".cidrs", peer.cidrs());
    }

    private Optional<Side> site(String path, String site) {
        var cidrs = sites.get(site);
        if (cidrs == null) {
            problem(
                    path,
                    "OnshoreBoundary " + spec.boundaryRef().name() + " has no site " + site + "; it has "
                            + sites.keySet());
            return Optional.empty();
        }
        if (cidrs.isEmpty()) {
            problem(
                    path,
                    "site " + site + " of OnshoreBoundary " + spec.boundaryRef().name()
                            + " lists no networks; add its cidrs there");
            return Optional.empty();
        }
        return Optional.of(new Side.Outside(site, cidrs));
    }

    private Optional<Side> cidrs(String path, List<String> texts) {
        var cidrs = new ArrayList<Cidr>();
        for (var i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            var cidr = Cidr.parse(text);
            if (cidr.isEmpty()) {
                problem(
                        path + "[" + i + "]",
                        text + " is no address range such as 203.162.4.0/24 or 2001:db8::/32 (without host bits)");
            }
            cidr.ifPresent(cidrs::add);
        }
        if (texts.isEmpty()) {
            problem(path, "is empty; name a zone, a site or address ranges");
        }
        if (texts.stream().map(text -> text.contains(":")).distinct().count() > 1) {
            problem(path, "holds IPv4 and IPv6; a list is of one family, so write a flow for each");
        }
        return cidrs.isEmpty() ? Optional.empty() : Optional.of(new Side.Outside(null, cidrs));
    }

    /** Empty if there is none, or one that is none. */
    private PortSet ports(String path, List<String> texts) {
        var ports = PortSet.NONE;
        for (var i = 0; i < texts.size(); i++) {
            try {
                ports = ports.union(port(texts.get(i)));
            } catch (IllegalArgumentException e) {
                problem(path + "[" + i + "]", texts.get(i) + " is no port such as TCP/443 or UDP/8000-8080");
                return PortSet.NONE;
            }
        }
        if (texts.isEmpty()) {
            problem(path, "is empty; list ports such as TCP/443");
        }
        return ports;
    }

    private static PortSet port(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(text);
        }
        var numbers = text.substring(slash + 1);
        var dash = numbers.indexOf('-');
        return PortSet.of(
                Protocol.valueOf(text.substring(0, slash)),
                Integer.parseInt(dash < 0 ? numbers : numbers.substring(0, dash)),
                Integer.parseInt(dash < 0 ? numbers : numbers.substring(dash + 1)));
    }

    private Optional<BreakGlass> breakGlass(
            String path, NetworkIsolationSpec.BreakGlass said, @Nullable Instant now, List<String> known) {
        var flow = flow(path + ".flow", said.flow());
        var notAfter = instant(said.notAfter());
        if (notAfter.isEmpty()) {
            problem(path + ".notAfter", said.notAfter() + " is no time such as 2026-12-01T10:00:00Z");
            return Optional.empty();
        }
        if (now != null) {
            judge(path + ".notAfter", said, notAfter.get(), now, known);
        }
        return flow.map(open -> new BreakGlass(open, said.reason(), said.ticket(), notAfter.get(), said.notAfter()));
    }

    private void judge(
            String path, NetworkIsolationSpec.BreakGlass said, Instant notAfter, Instant now, List<String> known) {
        if (notAfter.isAfter(now.plus(LONGEST_BREAK_GLASS))) {
            problem(path, said.notAfter() + " is more than 24 hours ahead; break-glass must end within a day");
        } else if (!notAfter.isAfter(now) && !known.contains(identity(said.ticket(), said.notAfter()))) {
            problem(
                    path,
                    said.notAfter() + " is in the past; name a time within the next 24 hours, or remove the entry");
        }
    }

    /** How break-glass is recognised that was open before. */
    public static String identity(String ticket, String notAfter) {
        return ticket + " " + notAfter;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void problem(String field, String sentence) {
        problems.add(new Problem(field, sentence));
    }
}
