package vn.onshore.isolation.packets;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.guard.GuardCompiler;
import vn.onshore.isolation.guard.GuardInputs;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.read.PolicyReader;
import vn.onshore.isolation.read.PolicyReading;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.ZoningReader;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

/**
 * The example that users copy, compiled and enforced by a kernel: what gets through is what the example declares, written down
 * here by hand.
 */
class CompiledZonesIT {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("onshore.root", "..")).resolve("examples/isolation");
    private static final Networks OWN =
            new Networks(cidr("10.244.0.0/16"), cidr("10.96.0.0/16"), cidr("192.168.0.0/24"));
    private static final Zoning.Dns DNS = new Zoning.Dns(
            "kube-system",
            Selector.of(Map.of("k8s-app", "kube-dns")),
            PortSet.of(Protocol.UDP, 53).union(PortSet.of(Protocol.TCP, 53)));
    private static final List<Integer> TCP = List.of(53, 443, 5432, 8443);
    private static final List<Integer> UDP = List.of(53);

    private static final List<Namespace> NAMESPACES = List.of(
            new Namespace("records-db", Map.of("zone", "storage")),
            new Namespace("records", Map.of("zone", "app")),
            new Namespace("gateway", Map.of("zone", "edge")),
            new Namespace("operations", Map.of("zone", "mgmt")),
            new Namespace("kube-system", Map.of()),
            new Namespace("default", Map.of()));
    private static final List<Pod> PODS = List.of(
            pod("records-db", "db", "10.244.0.8"),
            pod("records-db", "replica", "10.244.0.9"),
            pod("records", "app", "10.244.1.8"),
            pod("gateway", "edge", "10.244.2.8"),
            pod("operations", "console", "10.244.3.8"),
            pod("kube-system", "dns", "10.244.4.8"),
            pod("default", "stranger", "10.244.5.8"));

    private static final Map<String, String> OUTSIDE = Map.of(
            "client", "203.162.4.7",
            "internet", "203.0.113.7",
            "hn-01", "10.10.0.7",
            "hcm-01", "10.20.0.7",
            "node", "192.168.0.10");

    private static final String ALL = "TCP/53 TCP/443 TCP/5432 TCP/8443 UDP/53";

    /** From, to, ports. Pods in no zone are under no policy; what is not listed is closed. */
    private static final Set<String> DECLARED = declared("""
            db       > replica  : all
            replica  > db       : all
            app      > db       : TCP/5432
            app      > replica  : TCP/5432
            edge     > app      : TCP/8443
            db       > hcm-01   : TCP/443
            replica  > hcm-01   : TCP/443
            client   > edge     : TCP/443
            edge     > hn-01    : all
            edge     > hcm-01   : all
            db       > dns      : TCP/53 UDP/53
            replica  > dns      : TCP/53 UDP/53
            app      > dns      : TCP/53 UDP/53
            edge     > dns      : TCP/53 UDP/53
            console  > dns      : TCP/53 UDP/53
            dns      > stranger : all
            stranger > dns      : all
            """
            + Stream.of("dns", "stranger")
                    .flatMap(pod ->
                            OUTSIDE.keySet().stream().flatMap(out -> Stream.of(pod + " > " + out, out + " > " + pod)))
                    .map(way -> way + " : all\n")
                    .reduce("", String::concat));

    private static @Nullable NetnsCluster cluster;

    @BeforeAll
    static void connect() throws IOException {
        PacketsMachine.require();
        cluster = new NetnsCluster(hosts().keySet(), TCP, UDP);
    }

    @AfterAll
    static void disconnect() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "policy.networking.k8s.io/v1alpha2/clusternetworkpolicies",
                "policy.networking.k8s.io/v1alpha1/adminnetworkpolicies"
            })
    void whatGetsThroughIsWhatWasDeclared(String served) throws IOException {
        for (var datapath : List.of(DatapathProfile.Calico, DatapathProfile.Cilium)) {
            var world = world(compiled(served));
            assertThat(through(world, datapath)).as("%s, %s", served, datapath).isEqualTo(DECLARED);
            assertThat(Reachability.of(world, datapath, plan()).zones().cells())
                    .filteredOn(cell -> cell.leaks() > 0)
                    .isEmpty();
        }
    }

    @Test
    void aForeignPolicyOpensAHoleAndTheEngineSeesIt() throws IOException {
        var policies = new ArrayList<>(compiled(""));
        policies.add(new Policy(
                new Policy.Id("NetworkPolicy", "records-db", "debug"),
                Policy.Tier.NetworkPolicy,
                0,
                PodSelection.in("records-db", Selector.EVERYTHING),
                true,
                false,
                List.of(new Policy.Rule(0, "", Policy.Action.Allow, List.of(new Policy.Peer.Everyone()), List.of())),
                List.of()));
        var world = world(policies);
        assertThat(through(world, DatapathProfile.Calico))
                .containsAll(DECLARED)
                .contains("stranger > db : TCP/5432", "internet > replica : UDP/53")
                // Its own egress is closed.
                .doesNotContain("console > db : TCP/5432");
        assertThat(Reachability.of(world, DatapathProfile.Calico, plan())
                        .zones()
                        .cells())
                .filteredOn(cell -> cell.leaks() > 0)
                .extracting(cell -> cell.from() + " " + cell.to())
                .containsExactlyInAnyOrder("Elsewhere[] OfZone[name=storage]", "Internet[] OfZone[name=storage]");
    }

    private static Set<String> through(World world, DatapathProfile datapath) throws IOException {
        var kernel = Objects.requireNonNull(cluster);
        kernel.load(NaiveNftRenderer.render(world, datapath));
        var names = hosts();
        var probes = new ArrayList<Probe>();
        for (var from : names.keySet()) {
            for (var to : names.keySet()) {
                // Between hosts outside there is no policy, and there is nothing to see.
                if (!from.equals(to) && !(isOutside(from) && isOutside(to))) {
                    TCP.forEach(port -> probes.add(new Probe(from, to, Protocol.TCP, port)));
                    UDP.forEach(port -> probes.add(new Probe(from, to, Protocol.UDP, port)));
                }
            }
        }
        return kernel.answered(probes).stream()
                .map(probe -> "%s > %s : %s/%d"
                        .formatted(names.get(probe.from()), names.get(probe.to()), probe.protocol(), probe.port()))
                .collect(toCollection(TreeSet::new));
    }

    private static boolean isOutside(IpAddress address) {
        return OUTSIDE.containsValue(address.toString());
    }

    private static Map<IpAddress, String> hosts() {
        var hosts = new LinkedHashMap<IpAddress, String>();
        PODS.forEach(pod -> hosts.put(pod.addresses().getFirst(), pod.name()));
        OUTSIDE.forEach((name, address) -> hosts.put(address(address), name));
        return hosts;
    }

    private static Set<String> declared(String table) {
        return table.lines()
                .map(line ->
                        line.replaceAll(" +", " ").replace(": all", ": " + ALL).split(" : "))
                .flatMap(way -> Stream.of(way[1].split(" ")).map(port -> way[0] + " : " + port))
                .collect(toCollection(TreeSet::new));
    }

    private static World world(List<Policy> policies) {
        return new World(NAMESPACES, PODS, policies, List.of(), OWN);
    }

    /** @param served beside ValidatingAdmissionPolicy */
    private static List<Policy> compiled(String served) throws IOException {
        var zoning = zoning();
        var inputs = new GuardInputs(
                "archive",
                "11111111-2222-3333-4444-555555555555",
                zoning,
                zoning.flows(),
                Map.of(
                        "storage", List.of("records-db"),
                        "app", List.of("records"),
                        "edge", List.of("gateway"),
                        "mgmt", List.of("operations")),
                List.of(),
                OWN,
                Optional.of(DNS),
                "operator",
                false,
                List.of(),
                new ServerFeatures(36, Set.of("admissionregistration.k8s.io/v1/validatingadmissionpolicies", served)));
        var policies = new ArrayList<Policy>();
        for (var object : GuardCompiler.compile(inputs).objects()) {
            PolicyReader.read(object.tree()).ifPresent(reading -> {
                assertThat(reading).isInstanceOf(PolicyReading.Evaluated.class);
                policies.add(((PolicyReading.Evaluated) reading).policy());
            });
        }
        assertThat(policies).hasSizeGreaterThan(NAMESPACES.size());
        return policies;
    }

    private static ZonePlan plan() throws IOException {
        return zoning().plan(Optional.of(DNS), AddressSet.NONE);
    }

    private static Zoning zoning() throws IOException {
        var spec = Json.convert(
                example("03-archive-enforce.yaml").tree().at("spec").fields(), NetworkIsolationSpec.class);
        var boundary =
                Json.convert(example("01-boundary.yaml").tree().at("spec").fields(), OnshoreBoundarySpec.class);
        var reading = ZoningReader.read(spec, boundary.sites(), null, List.of());
        assertThat(reading).isInstanceOf(ZoningReader.Reading.Sound.class);
        return ((ZoningReader.Reading.Sound) reading).zoning();
    }

    private static Manifest example(String file) throws IOException {
        return ManifestReader.read(file, Files.readString(EXAMPLES.resolve(file)))
                .manifests()
                .getFirst();
    }

    private static Pod pod(String namespace, String name, String address) {
        return new Pod(
                namespace,
                name,
                namespace.equals("kube-system") ? Map.of("k8s-app", "kube-dns") : Map.of("app", name),
                List.of(),
                List.of(address(address)),
                false,
                new Workload(namespace, name, "Pod"));
    }

    private static AddressSet cidr(String cidr) {
        return AddressSet.ofCidrs(List.of(Cidr.parse(cidr).orElseThrow()));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
