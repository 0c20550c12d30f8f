package vn.onshore.isolation.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.observed.FlowBook.Flow;
import vn.onshore.isolation.observed.FlowBook.Seen;
import vn.onshore.manifest.ManifestReader;

/** Whose an address was when a connection was seen. */
class PlacementTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-20T12:00:00Z");
    private static final Networks OWN = new Networks(cidr("10.0.0.0/16"), cidr("172.16.0.0/24"), AddressSet.NONE);
    private static final String CLUSTER = """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Pod
              metadata: {name: web, namespace: app, creationTimestamp: "2026-11-20T08:00:00Z"}
              status: {phase: Running, podIP: 10.0.1.5, podIPs: [{ip: 10.0.1.5}, {ip: "2001:db8::5"}]}
            - apiVersion: v1
              kind: Pod
              metadata: {name: db, namespace: storage, creationTimestamp: "2026-11-20T08:00:00Z"}
              status: {phase: Running, podIP: 10.0.2.7}
            - apiVersion: v1
              kind: Pod
              metadata: {name: young, namespace: mgmt, creationTimestamp: "2026-11-20T12:00:01Z"}
              status: {phase: Running, podIP: 10.0.3.9}
            - apiVersion: v1
              kind: Pod
              metadata: {name: done, namespace: mgmt, creationTimestamp: "2026-11-20T08:00:00Z"}
              status: {phase: Succeeded, podIP: 10.0.2.7}
            - apiVersion: v1
              kind: Pod
              metadata: {name: agent, namespace: mgmt, creationTimestamp: "2026-11-20T08:00:00Z"}
              spec: {hostNetwork: true}
              status: {phase: Running, podIP: 192.168.0.1}
            - apiVersion: v1
              kind: Node
              metadata: {name: n1, creationTimestamp: "2026-11-01T08:00:00Z"}
              status: {addresses: [{type: InternalIP, address: 192.168.0.1}, {type: Hostname, address: n1}]}
            """;

    private static AddressSet cidr(String text) {
        return AddressSet.ofCidrs(List.of(Cidr.parse(text).orElseThrow()));
    }

    /** Lines of conntrack, which tell addresses only, as they stand in a ConfigMap. */
    private static Placement place(String cluster, Networks own, String... lines) {
        var book = new FlowBook(false);
        var reader = new LineReader(PodAddresses.NONE);
        for (var i = 0; i < lines.length; i++) {
            book.add("log", i + 1, "", reader.read(lines[i]));
        }
        assertThat(book.problems()).isEmpty();
        var tenants = Tenant.among(
                ManifestReader.read("cluster.yaml", cluster).manifests().stream(), Placement.addresses(book.flows()));
        return Placement.of(book.flows(), tenants, own, WRITTEN);
    }

    private static String line(String time, String from, String to) {
        return "%s tcp 6 9 ESTABLISHED src=%s dst=172.16.0.10 sport=43210 dport=80 src=%s dst=%s sport=5432 dport=43210"
                .formatted(time.isEmpty() ? "" : "[" + Instant.parse(time).getEpochSecond() + ".5]", from, to, from)
                .strip();
    }

    private static Flow only(Placement placement) {
        assertThat(placement.flows()).hasSize(1);
        return placement.flows().keySet().iterator().next();
    }

    @Test
    void anAddressMeansThePodThatWasThere() {
        var placement = place(
                CLUSTER,
                OWN,
                line("2026-11-20T09:00:00Z", "10.0.1.5", "10.0.2.7"),
                line("2026-11-20T10:00:00Z", "2001:db8::5", "10.0.2.7"));
        assertThat(only(placement)).hasToString("app to storage TCP/5432");
        assertThat(placement.flows().values())
                .singleElement()
                .extracting(Seen::count, Seen::first, Seen::last, Seen::where)
                .containsExactly(
                        2L, Instant.parse("2026-11-20T09:00:00Z"), Instant.parse("2026-11-20T10:00:00Z"), "log:1");
        assertThat(placement.namespaces()).containsExactlyInAnyOrder("app", "storage");
        assertThat(placement.undated()).isZero();
    }

    @Test
    void aPodThatCameLaterIsNotMeantAndNobodyIsNotOutside() {
        var before = only(place(CLUSTER, OWN, line("2026-11-20T07:59:59Z", "10.0.1.5", "10.0.9.9")));
        assertThat(before.from()).isInstanceOf(Party.Unplaced.class);
        assertThat(before.to()).isInstanceOf(Party.Unplaced.class);
        // A line without a time is of before the log was written.
        var undated = place(CLUSTER, OWN, line("", "10.0.3.9", "10.0.2.7"));
        assertThat(only(undated).from()).isInstanceOf(Party.Unplaced.class);
        assertThat(only(undated).to()).isEqualTo(new Party.InNamespace("storage"));
        assertThat(undated.undated()).isEqualTo(1);
        assertThat(only(place(CLUSTER, OWN, line("", "203.0.113.7", "10.0.2.7")))
                        .from())
                .isEqualTo(new Party.Outside(IpAddress.parse("203.0.113.7")));
        assertThat(only(place(CLUSTER, OWN, line("", "10.0.1.5", "172.16.0.10")))
                        .to())
                .isInstanceOf(Party.Unplaced.class);
    }

    @Test
    void nodesOpenAndAreDialledAsAnyOtherAddress() {
        var flow = only(place(CLUSTER, OWN, line("", "192.168.0.1", "10.0.2.7")));
        assertThat(flow.from()).isEqualTo(new Party.OnNode());
        assertThat(only(place(CLUSTER, OWN, line("", "10.0.1.5", "192.168.0.1")))
                        .to())
                .isEqualTo(new Party.Outside(IpAddress.parse("192.168.0.1")));
    }

    @Test
    void ofTwoThatHaveOneAddressNobodyKnowsWhichItWas() {
        var twice = CLUSTER.replace("10.0.2.7", "10.0.1.5");
        assertThat(only(place(twice, OWN, line("", "10.0.1.5", "203.0.113.7"))).from())
                .isInstanceOf(Party.Unplaced.class);
    }

    @Test
    void whereTheNetworksOfPodsAreNotKnownItIsSaid() {
        var unsure = place(CLUSTER, Networks.UNKNOWN, line("", "10.0.1.5", "10.0.9.9"));
        assertThat(only(unsure).to()).isEqualTo(new Party.Outside(IpAddress.parse("10.0.9.9")));
        assertThat(unsure.unsure()).isEqualTo(1);
        assertThat(place(CLUSTER, OWN, line("", "10.0.1.5", "203.0.113.7")).unsure())
                .isZero();
    }

    @Test
    void whatNamesNamespacesStaysAsItIs() {
        var flow = new Flow(new Party.InNamespace("app"), new Party.Outside(Optional.empty()), Protocol.UDP, 443);
        var placement = Placement.of(Map.of(flow, new Seen(3, null, null, "log:1", "")), Map.of(), OWN, WRITTEN);
        assertThat(placement.flows()).containsOnlyKeys(flow);
        assertThat(placement.undated()).isZero();
    }
}
