package vn.onshore.isolation.zoning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.ZoneRole;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/**
 * Zones and flows of one NetworkIsolation, with addresses in place of sites. {@link ZoningReader} makes it.
 *
 * @param breakGlass all that were written, open or not
 * @param moves all that were written, done or not
 * @param onshore the networks of all sites of the boundary
 */
public record Zoning(
        List<Zone> zones,
        List<Flow> flows,
        List<BreakGlass> breakGlass,
        List<Move> moves,
        List<PodSelection> relays,
        List<Cidr> onshore) {
    public Zoning {
        zones = List.copyOf(zones);
        flows = List.copyOf(flows);
        breakGlass = List.copyOf(breakGlass);
        moves = List.copyOf(moves);
        relays = List.copyOf(relays);
        onshore = List.copyOf(onshore);
    }

    /** @param namespaces of their labels */
    public record Zone(String name, ZoneRole role, Selector namespaces, Internet internet) {}

    public record Flow(Side from, Side to, PortSet ports) {
        /** {@code app to storage TCP 5432}. */
        @Override
        public String toString() {
            return from + " to " + to + " " + ports;
        }
    }

    /** One side of a flow. */
    public sealed interface Side {
        record InZone(String zone) implements Side {
            @Override
            public String toString() {
                return zone;
            }
        }

        /** @param site the site they are of; null if they were written one by one */
        record Outside(@Nullable String site, List<Cidr> cidrs) implements Side {
            public Outside {
                cidrs = List.copyOf(cidrs);
            }

            public AddressSet addresses() {
                return AddressSet.ofCidrs(cidrs);
            }

            @Override
            public String toString() {
                return site == null ? cidrs.toString() : "site " + site;
            }
        }
    }

    /**
     * A flow for a while.
     *
     * @param said its end as it was written
     */
    public record BreakGlass(Flow flow, String reason, String ticket, Instant notAfter, String said) {
        public boolean isOpen(Instant now) {
            return now.isBefore(notAfter);
        }
    }

    /**
     * A namespace that is to change its zone.
     *
     * @param to null to leave all zones
     */
    public record Move(String namespace, @Nullable String to, String reason) {}

    /**
     * Where pods ask for names.
     *
     * @param namespace of the pods that answer
     * @param ports on which they listen
     */
    public record Dns(String namespace, Selector pods, PortSet ports) {
        public PodSelection selection() {
            return PodSelection.in(namespace, pods);
        }
    }

    public Optional<Zone> zone(String name) {
        return zones.stream().filter(zone -> zone.name().equals(name)).findFirst();
    }

    /** Flows and what break-glass adds to them now. */
    public List<Flow> openFlows(Instant now) {
        return Stream.concat(
                        flows.stream(),
                        breakGlass.stream().filter(each -> each.isOpen(now)).map(BreakGlass::flow))
                .toList();
    }

    /**
     * What reachability is judged by. Break-glass is not in it: while it lasts, it is a leak that somebody answers for.
     *
     * @param registered addresses that are registered in the country, which zones with {@code Onshore} may reach
     */
    public ZonePlan plan(Optional<Dns> dns, AddressSet registered) {
        var open = new ArrayList<>(flows.stream().map(Zoning::planned).toList());
        dns.ifPresent(names -> zones.forEach(zone -> open.add(new ZonePlan.Flow(
                new ZonePlan.End.InZone(zone.name(), Optional.empty()),
                new ZonePlan.End.Pods(names.selection()),
                names.ports()))));
        var onshoreToo = AddressSet.ofCidrs(onshore).union(registered);
        return new ZonePlan(
                zones.stream()
                        .map(zone ->
                                new ZonePlan.Zone(zone.name(), zone.namespaces(), allowed(zone.internet(), onshoreToo)))
                        .toList(),
                open,
                relays);
    }

    private static AddressSet allowed(Internet internet, AddressSet onshore) {
        return switch (internet) {
            case Deny -> AddressSet.NONE;
            case Onshore -> onshore;
            case Any -> AddressSet.ALL;
        };
    }

    /** A flow in the terms of the engine. */
    public static ZonePlan.Flow planned(Flow flow) {
        return new ZonePlan.Flow(end(flow.from()), end(flow.to()), flow.ports());
    }

    private static ZonePlan.End end(Side side) {
        return switch (side) {
            case Side.InZone(var zone) -> new ZonePlan.End.InZone(zone, Optional.empty());
            case Side.Outside outside -> new ZonePlan.End.Addresses(outside.addresses());
        };
    }
}
