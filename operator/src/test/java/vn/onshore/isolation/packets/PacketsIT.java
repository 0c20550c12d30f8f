package vn.onshore.isolation.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.oracle.Changes;
import vn.onshore.isolation.oracle.NaiveReachability;
import vn.onshore.isolation.oracle.RandomWorlds;
import vn.onshore.isolation.oracle.Seed;
import vn.onshore.isolation.oracle.Traits;

/**
 * Three opinions on the same worlds: the naive evaluator's, the engine's, and that of a kernel which was asked with packets.
 * What no packet shows here is left to the first two: SCTP, IPv6, and pods on a node's network or without an address.
 */
class PacketsIT {
    private static final int RANDOM_WORLDS = 20;
    private static final int CHANGES = 4;

    /** Those that random policies speak of, and neighbours. */
    private static final Map<Protocol, List<Integer>> PORTS = Map.of(
            Protocol.TCP, List.of(1, 53, 80, 81, 82, 443, 5353, 8080, 65_535),
            Protocol.UDP, List.of(53, 80, 5353));

    private static final List<IpAddress> OUTSIDE = Stream.of(
                    "203.0.113.7", "203.0.113.200", "192.168.0.10", "192.168.0.11")
            .map(text -> IpAddress.parse(text).orElseThrow())
            .toList();

    /** How plugins can differ in what packets show. */
    private static final List<DatapathProfile> PROFILES =
            List.of(DatapathProfile.Calico, DatapathProfile.Cilium, DatapathProfile.KubeNetworkPolicies);

    private static @Nullable NetnsCluster cluster;

    @BeforeAll
    static void connect() throws IOException {
        PacketsMachine.require();
        var pods = IntStream.range(0, Traits.PACKETS.pods())
                .mapToObj(i ->
                        IpAddress.parse("10.244.%d.%d".formatted(i % 3, 8 + i)).orElseThrow());
        cluster = new NetnsCluster(
                Stream.concat(pods, OUTSIDE.stream()).toList(),
                PORTS.getOrDefault(Protocol.TCP, List.of()),
                PORTS.getOrDefault(Protocol.UDP, List.of()));
    }

    @AfterAll
    static void disconnect() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everyShape() throws IOException {
        for (var shape : Shapes.all().toList()) {
            for (var profile : shape.readings()) {
                var engine = Reachability.of(shape.world(), profile, ZonePlan.NOTHING);
                agree(shape.name(), shape.world(), engine, profile);
            }
        }
    }

    @Test
    void randomWorldsThatChange() throws IOException {
        var random = new RandomWorlds(Seed.of(PacketsIT.class), Traits.PACKETS);
        for (var i = 0; i < RANDOM_WORLDS; i++) {
            var world = random.world();
            var profile = PROFILES.get(i % PROFILES.size());
            var engine = Reachability.of(world, profile, ZonePlan.NOTHING);
            agree("world " + i, world, engine, profile);
            for (var change : random.changes(world, CHANGES)) {
                engine = engine.after(List.of(change));
                world = Changes.after(world, change);
                agree("world %d after %s".formatted(i, change), world, engine, profile);
            }
        }
    }

    /** @param engine of the same world, by whatever way it came there */
    private static void agree(String what, World world, Reachability engine, DatapathProfile profile)
            throws IOException {
        var ways = ways(world, new NaiveReachability(world, profile));
        for (var way : ways) {
            assertThat(engine.between(way.from().end(), way.to().end()))
                    .as("%s, %s: from %s to %s in %s", profile, what, way.from(), way.to(), world)
                    .isEqualTo(way.open());
        }
        var kernel = Objects.requireNonNull(cluster);
        kernel.load(NaiveNftRenderer.render(world, profile));
        var expected = new LinkedHashMap<Probe, Boolean>();
        ways.forEach(way -> PORTS.forEach((protocol, ports) -> ports.forEach(port -> expected.put(
                new Probe(way.from().address(), way.to().address(), protocol, port),
                way.open().contains(protocol, port)))));
        var answered = kernel.answered(expected.keySet());
        assertThat(expected.keySet())
                .filteredOn(probe -> answered.contains(probe) != expected.getOrDefault(probe, false))
                .as("what the kernel sees otherwise: %s, %s: %s", profile, what, world)
                .isEmpty();
    }

    private record End(IpAddress address, Endpoint end) {
        static End of(Pod pod) {
            return new End(pod.addresses().getFirst(), new Endpoint.InCluster(pod.namespace(), pod.name()));
        }

        static End of(IpAddress outside) {
            return new End(outside, new Endpoint.Outside(outside));
        }
    }

    private record Way(End from, End to, PortSet open) {}

    /** Between pods, and between each pod and the hosts outside. */
    private static List<Way> ways(World world, NaiveReachability naive) {
        var ways = new ArrayList<Way>();
        for (var pod : world.pods()) {
            for (var other : world.pods()) {
                if (!pod.equals(other)) {
                    ways.add(new Way(End.of(pod), End.of(other), naive.between(pod, other)));
                }
            }
            for (var outside : OUTSIDE) {
                ways.add(new Way(End.of(pod), End.of(outside), naive.between(pod, outside)));
                ways.add(new Way(End.of(outside), End.of(pod), naive.between(outside, pod)));
            }
        }
        return ways;
    }
}
