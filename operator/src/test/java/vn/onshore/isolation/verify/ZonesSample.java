package vn.onshore.isolation.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;
import vn.onshore.manifest.ManifestReader;

/** Three zones, storage, app and edge, and what stands in them. */
final class ZonesSample {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    static final Party STORAGE = new Party.OfZone("storage");
    static final Party APP = new Party.OfZone("app");
    static final Party EDGE = new Party.OfZone("edge");
    static final Party INTERNET = new Party.Internet();

    final List<Pod> pods = new ArrayList<>();
    final List<Policy> policies = new ArrayList<>();
    final List<Sighting> sightings = new ArrayList<>();
    final List<BreakGlass> breakGlass = new ArrayList<>();
    final List<Circumstance> more = new ArrayList<>();
    final List<ZoneMatrix.Cell> cells = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>(List.of(
            new Flow(zone("app"), zone("storage"), PortSet.of(Protocol.TCP, 5432)),
            new Flow(zone("app"), new End.Addresses(set("203.0.113.0/24")), PortSet.of(Protocol.TCP, 443)),
            new Flow(new End.Addresses(set("198.51.100.0/24")), zone("edge"), PortSet.of(Protocol.TCP, 443))));
    Enforcement enforcement = Enforcement.Proved;

    static End zone(String name) {
        return new End.InZone(name, Optional.empty());
    }

    static AddressSet set(String... cidrs) {
        return AddressSet.ofCidrs(List.of(cidrs).stream()
                .map(cidr -> Cidr.parse(cidr).orElseThrow())
                .toList());
    }

    static Pod pod(String namespace, String name, String address, boolean hostNetwork) {
        return new Pod(
                namespace,
                name,
                Map.of("app", name),
                List.of(new Pod.NamedPort("https", Protocol.TCP, 443)),
                address.isEmpty() ? List.of() : List.of(IpAddress.parse(address).orElseThrow()),
                hostNetwork,
                new Workload(namespace, name, "Pod"));
    }

    /** Adds what raw objects show. */
    ZonesSample see(String yaml) {
        var reading = ManifestReader.read("sample.yaml", yaml);
        if (!reading.problems().isEmpty()) {
            throw new IllegalArgumentException(reading.problems().toString());
        }
        sightings.addAll(Sightings.of(reading.manifests()));
        return this;
    }

    VerifierInputs inputs() {
        var zones = List.of("storage", "app", "edge").stream()
                .map(name -> new Zone(name, Selector.of(Map.of("zone", name)), AddressSet.NONE))
                .toList();
        var namespaces = List.of("storage", "app", "edge").stream()
                .map(name -> new Namespace(name, Map.of("zone", name)))
                .toList();
        var all = new ArrayList<>(namespaces);
        all.add(new Namespace("tools", Map.of()));
        return new VerifierInputs(
                new ZonePlan(zones, flows, List.of()),
                new World(
                        all,
                        pods,
                        policies,
                        List.of(),
                        new Networks(set("10.0.0.0/8"), set("172.16.0.0/16"), set("192.168.0.0/24"))),
                new ZoneMatrix(cells),
                DatapathProfile.Worst,
                enforcement,
                sightings,
                breakGlass,
                more,
                NOW);
    }

    ZoneVerdicts verdicts() {
        return IsolationVerifier.verify(inputs());
    }

    ZoneVerdict between(Party from, Party to) {
        return verdicts().between(from, to).orElseThrow();
    }
}
