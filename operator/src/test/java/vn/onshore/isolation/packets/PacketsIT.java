package vn.onshore.isolation.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.IpAddress;
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
    private static final int RANDOM_WORLDS = 30;
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
                agree(shape.name(), shape.world(), profile);
            }
        }
    }

    @Test
    void randomWorldsThatChange() throws IOException {
        var random = new RandomWorlds(Seed.of(PacketsIT.class), Traits.PACKETS);
        for (var i = 0; i < RANDOM_WORLDS; i++) {
            var world = random.world();
            var profile = PROFILES.get(i % PROFILES.size());
            agree("world " + i, world, profile);
            for (var change : random.changes(world, CHANGES)) {
                world = Changes.after(world, change);
                agree("world %d after %s".formatted(i, change), world, profile);
            }
        }
    }

    private static void agree(String what, World world, DatapathProfile profile) throws IOException {
        var kernel = Objects.requireNonNull(cluster);
        kernel.load(NaiveNftRenderer.render(world, profile));
        var naive = new NaiveReachability(world, profile);
        var asked = new ArrayList<Probe>();
        var expected = new HashSet<Probe>();
        for (var pod : world.pods()) {
            for (var other : world.pods()) {
                if (!pod.equals(other)) {
                    ask(address(pod), address(other), naive.between(pod, other), asked, expected);
                }
            }
            for (var outside : OUTSIDE) {
                ask(address(pod), outside, naive.between(pod, outside), asked, expected);
                ask(outside, address(pod), naive.between(outside, pod), asked, expected);
            }
        }
        var answered = kernel.answered(asked);
        assertThat(asked)
                .filteredOn(probe -> answered.contains(probe) != expected.contains(probe))
                .as("what the kernel and the naive evaluator see differently: %s, %s: %s", profile, what, world)
                .isEmpty();
    }

    private static void ask(IpAddress from, IpAddress to, PortSet open, List<Probe> asked, Set<Probe> expected) {
        PORTS.forEach((protocol, ports) -> ports.forEach(port -> {
            var probe = new Probe(from, to, protocol, port);
            asked.add(probe);
            if (open.contains(protocol, port)) {
                expected.add(probe);
            }
        }));
    }

    private static IpAddress address(Pod pod) {
        return pod.addresses().getFirst();
    }
}
