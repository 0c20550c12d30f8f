package vn.onshore.isolation.verify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.verify.Circumstance.Doubt;
import vn.onshore.isolation.verify.Circumstance.Leak;
import vn.onshore.isolation.verify.Sighting.Destinations;
import vn.onshore.isolation.verify.Sighting.OutwardService;
import vn.onshore.isolation.verify.Sighting.TargetPort;
import vn.onshore.manifest.Quoted;

/**
 * Services that send traffic elsewhere than to the pods they select. Whether policies hold for the address that was dialled
 * or for the one it was rewritten to, the API leaves open.
 */
final class ServiceRules {
    private static final Party INTERNET = new Party.Internet();

    private ServiceRules() {}

    static void judge(Scene scene, Consumer<Circumstance> out) {
        scene.sightings(Destinations.class).forEach(seen -> destinations(scene, seen, out));
        scene.sightings(OutwardService.class).forEach(service -> {
            externalName(scene, service, out);
            takenOver(scene, service, out);
            admitted(scene, service, out);
        });
    }

    private static void destinations(Scene scene, Destinations seen, Consumer<Circumstance> out) {
        var foreign = seen.addresses().stream()
                .filter(address -> !scene.isInside(address))
                .toList();
        if (foreign.isEmpty() && seen.names().isEmpty()) {
            return;
        }
        var what = (seen.service().isEmpty() ? "" : "Service " + name(seen.namespace(), seen.service()) + " leads by ")
                + seen.by() + (seen.service().isEmpty() ? " in " + seen.namespace() + " leads" : "") + " to ";
        users(scene, seen.namespace()).forEach(zone -> {
            var planned = scene.planned(zone);
            var beyond = foreign.stream()
                    .filter(address -> !planned.contains(address))
                    .toList();
            if (!beyond.isEmpty()) {
                out.accept(outside(scene, zone, what, beyond));
            }
            if (!seen.names().isEmpty() && !scene.mayReachAnything(zone)) {
                out.accept(unknownName(zone, what + Listing.names(seen.names())));
            }
        });
    }

    private static Circumstance outside(Scene scene, Zone zone, String what, List<IpAddress> beyond) {
        var pair = new Pairs.Between(new Party.OfZone(zone.name()), INTERNET);
        var where =
                what + Listing.names(beyond.stream().map(IpAddress::toString).toList()) + " outside the cluster";
        var remedy = " Remove it, or declare the flow.";
        return beyond.stream().anyMatch(address -> isOpen(scene.inputs().matrix(), pair, address))
                ? new Leak(pair, where + ", which zone " + zone.name() + " reaches although the plan says no." + remedy)
                : new Doubt(
                        pair,
                        where + ", where the plan does not let zone " + zone.name()
                                + " go; network plugins differ on whether policies hold for what a Service redirects."
                                + remedy);
    }

    private static boolean isOpen(ZoneMatrix matrix, Pairs pair, IpAddress address) {
        return matrix.cells().stream()
                .filter(cell -> pair.cover(cell.from(), cell.to()))
                .flatMap(cell -> cell.witnesses().stream())
                .anyMatch(witness ->
                        witness.to() instanceof ZoneMatrix.End.OfAddresses(var range) && range.contains(address));
    }

    private static Doubt unknownName(Zone zone, String what) {
        return new Doubt(
                new Pairs.Between(new Party.OfZone(zone.name()), INTERNET),
                what + ", a name that may stand for any address. Use an address, and declare the flow.");
    }

    private static void externalName(Scene scene, OutwardService service, Consumer<Circumstance> out) {
        var name = service.externalName().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.endsWith(".svc") || name.endsWith(".svc.cluster.local")) {
            return;
        }
        users(scene, service.namespace())
                .filter(zone -> !scene.mayReachAnything(zone))
                .forEach(zone -> out.accept(unknownName(
                        zone,
                        "Service " + name(service.namespace(), service.name()) + " is an alias for "
                                + Quoted.shortened(service.externalName()))));
    }

    /** The zones whose pods may dial a namespace's Services: its own, and those with a flow to that. */
    private static Stream<Zone> users(Scene scene, String namespace) {
        return scene.zoneOf(namespace).stream()
                .flatMap(own -> scene.zones().stream()
                        .filter(zone -> zone.name().equals(own)
                                || scene.flowsFrom(zone.name())
                                        .anyMatch(flow ->
                                                flow.to() instanceof End.InZone(var to, var only) && to.equals(own))));
    }

    /** Nodes hand what is sent to an external IP to the Service's pods, wherever the address belongs. */
    private static void takenOver(Scene scene, OutwardService service, Consumer<Circumstance> out) {
        var to = scene.partyOf(service.namespace());
        for (var text : service.externalIps()) {
            IpAddress.parse(text)
                    .ifPresent(
                            address -> scene.zones().stream()
                                    .filter(zone -> !to.equals(new Party.OfZone(zone.name())))
                                    .filter(zone -> scene.planned(zone).contains(address))
                                    .forEach(
                                            zone -> out.accept(
                                                    new Doubt(
                                                            new Pairs.Between(new Party.OfZone(zone.name()), to),
                                                            "Service " + name(service.namespace(), service.name())
                                                                    + " takes over " + address
                                                                    + " by externalIPs, where zone " + zone.name()
                                                                    + " may go: nodes hand its traffic to the Service's pods. Remove externalIPs."))));
        }
    }

    /** A node that passes a connection on puts its own address in the client's place, and plugins may admit nodes. */
    private static void admitted(Scene scene, OutwardService service, Consumer<Circumstance> out) {
        var zone = scene.zoneOf(service.namespace());
        if (!service.admits() || service.keepsSource() || zone.isEmpty()) {
            return;
        }
        var ports = targetPorts(scene, service);
        var planned = scene.plan().flows().stream()
                .filter(flow -> flow.to() instanceof End.InZone(var to, var only)
                        && to.equals(zone.get())
                        && ports.map(flow.ports()::containsAll)
                                .orElse(flow.ports().isAll()))
                .flatMap(flow -> flow.from() instanceof End.Addresses(var from) ? Stream.of(from) : Stream.empty())
                .reduce(AddressSet.NONE, AddressSet::union);
        if (!planned.containsAll(scene.everybody())) {
            out.accept(new Doubt(
                    new Pairs.Between(INTERNET, new Party.OfZone(zone.get())),
                    "Service " + name(service.namespace(), service.name())
                            + " lets connections in over nodes that put their own address in place of the client's,"
                            + " so that nobody can hold them to "
                            + (planned.isEmpty() ? "none" : "the declared addresses")
                            + ". Set externalTrafficPolicy: Local, or make it a ClusterIP Service."));
        }
    }

    /** The ports of the pods behind a Service; empty if a name stands for none that is known. */
    private static Optional<PortSet> targetPorts(Scene scene, OutwardService service) {
        var ports = PortSet.NONE;
        for (var port : service.ports()) {
            var found = targetPort(scene, service, port);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ports = ports.union(found.get());
        }
        return ports.isEmpty() ? Optional.empty() : Optional.of(ports);
    }

    private static Optional<PortSet> targetPort(Scene scene, OutwardService service, TargetPort port) {
        var protocol = Stream.of(Protocol.values())
                .filter(known -> known.name().equals(port.protocol()))
                .findFirst();
        if (protocol.isEmpty() || service.selector() == null) {
            return Optional.empty();
        }
        if (port.port().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return port.port().length() <= 5 && isPort(port.port())
                    ? Optional.of(PortSet.of(protocol.get(), Integer.parseInt(port.port())))
                    : Optional.empty();
        }
        return scene.world().pods().stream()
                .filter(pod -> pod.namespace().equals(service.namespace())
                        && service.selector().matches(pod.labels()))
                .flatMap(pod -> pod.ports().stream())
                .filter(named -> named.name().equals(port.port()) && named.protocol() == protocol.get())
                .map(named -> PortSet.of(named.protocol(), named.number()))
                .reduce(PortSet::union);
    }

    private static boolean isPort(String digits) {
        var number = Integer.parseInt(digits);
        return number >= PortSet.FIRST && number <= PortSet.LAST;
    }

    private static String name(String namespace, String name) {
        return Quoted.shortened(namespace + "/" + name);
    }
}
