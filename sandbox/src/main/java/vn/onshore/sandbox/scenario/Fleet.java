package vn.onshore.sandbox.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Nodes by the thousand, each with an identity of its own that is the same in every run. */
final class Fleet {
    private static final int PER_RACK = 200;

    /** Where a node of the fleet stands. */
    private record Site(String id, String region, String zone, int secondOctet) {}

    private static final List<Site> SITES =
            List.of(new Site("hn", "vn-north", "vn-north-1a", 10), new Site("hcm", "vn-south", "vn-south-1a", 20));

    private Fleet() {}

    static List<HasMetadata> nodes(int count) {
        if (count < 0 || count > Scenario.LARGEST_FLEET) {
            throw new IllegalArgumentException(
                    "a fleet has 0 to %d nodes, not %d".formatted(Scenario.LARGEST_FLEET, count));
        }
        return IntStream.range(0, count).<HasMetadata>mapToObj(Fleet::node).toList();
    }

    private static Node node(int number) {
        Site site = SITES.get(number % SITES.size());
        String name = "fleet-%05d".formatted(number);
        UUID identity = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        int place = number / SITES.size();
        String address = "10.%d.%d.%d".formatted(site.secondOctet(), 100 + place / PER_RACK, 10 + place % PER_RACK);
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(
                        "kubernetes.io/hostname",
                        name,
                        "kubernetes.io/os",
                        "linux",
                        "kubernetes.io/arch",
                        "amd64",
                        "topology.kubernetes.io/region",
                        site.region(),
                        "topology.kubernetes.io/zone",
                        site.zone()))
                .endMetadata()
                .withNewSpec()
                .withProviderID("openstack://%s/%s".formatted(site.id(), identity))
                .endSpec()
                .withNewStatus()
                .addNewAddress(address, "InternalIP")
                .addNewAddress(name, "Hostname")
                .withCapacity(resources("16", "64Gi"))
                .withAllocatable(resources("15", "60Gi"))
                .withNewNodeInfo()
                .withArchitecture("amd64")
                .withBootID(identity.toString())
                .withContainerRuntimeVersion("containerd://2.2.1")
                .withKernelVersion("6.12.0")
                .withKubeProxyVersion("")
                .withKubeletVersion("v1.36.3")
                .withMachineID(identity.toString().replace("-", ""))
                .withOperatingSystem("linux")
                .withOsImage("Debian GNU/Linux 13 (trixie)")
                .withSystemUUID(identity.toString())
                .endNodeInfo()
                .endStatus()
                .build();
    }

    private static Map<String, Quantity> resources(String cpu, String memory) {
        return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory), "pods", new Quantity("250"));
    }
}
