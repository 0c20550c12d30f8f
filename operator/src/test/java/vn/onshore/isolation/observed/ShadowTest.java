package vn.onshore.isolation.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.ZoneFlow;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.observed.FlowBook.Flow;
import vn.onshore.isolation.observed.Line.Seen;

/** What is suggested allows what was seen, and what is declared drops the rest. */
class ShadowTest {
    private static final Party APP = new Party.InNamespace("app");
    private static final Party STORAGE = new Party.InNamespace("storage");
    private static final Party NOWHERE = new Party.Outside(Optional.empty());

    private static Party ip(String address) {
        return new Party.Outside(IpAddress.parse(address));
    }

    private static FlowBook book(Sample... samples) {
        var book = new FlowBook(false);
        for (var i = 0; i < samples.length; i++) {
            book.add("flows", i + 1, "line " + (i + 1), new Seen(samples[i]));
        }
        return book;
    }

    private static Sample tcp(Party from, Party to, int port) {
        return new Sample(from, to, Protocol.TCP, port, null, false);
    }

    private static Suggestion suggest(FlowBook book, Map<String, Map<String, String>> labels) {
        return Suggestion.of(book.flows(), new Suggestion.Known("vietnam", 3, "zone", labels));
    }

    /** The spec as the engine would be asked; without the reader of resources, whose tests are its own. */
    static ZonePlan plan(NetworkIsolationSpec spec) {
        return new ZonePlan(
                spec.zones().stream()
                        .map(zone -> new Zone(
                                zone.name(),
                                Selector.of(zone.namespaceSelector().getMatchLabels()),
                                zone.internet() == NetworkIsolationSpec.Internet.Any
                                        ? AddressSet.ALL
                                        : AddressSet.NONE))
                        .toList(),
                spec.flows().stream()
                        .map(flow -> new ZonePlan.Flow(
                                end(flow.from()),
                                end(flow.to()),
                                flow.ports().stream().map(ShadowTest::port).reduce(PortSet.NONE, PortSet::union)))
                        .toList(),
                List.of());
    }

    private static End end(ZoneFlow.Peer peer) {
        return peer.zone() != null
                ? new End.InZone(peer.zone(), Optional.empty())
                : new End.Addresses(AddressSet.ofCidrs(peer.cidrs().stream()
                        .map(cidr -> Cidr.parse(cidr).orElseThrow())
                        .toList()));
    }

    private static PortSet port(String text) {
        var parts = text.split("[/-]");
        return PortSet.of(
                Protocol.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[parts.length - 1]));
    }

    @Test
    void zonesAreNamespacesOrLabels() {
        var book = book(
                tcp(APP, STORAGE, 5432),
                tcp(APP, STORAGE, 5432),
                tcp(new Party.InNamespace("app2"), STORAGE, 5433),
                tcp(ip("203.0.113.7"), APP, 8443),
                tcp(APP, ip("198.51.100.1"), 443));
        var spec = suggest(book, Map.of("app", Map.of("zone", "Front_End"), "app2", Map.of("zone", "Front_End")))
                .spec();
        assertThat(spec.zones())
                .extracting(zone -> zone.name() + " " + zone.role() + " "
                        + zone.namespaceSelector().getMatchLabels())
                .containsExactly(
                        "front-end DMZ {zone=Front_End}",
                        "storage InternalServer {kubernetes.io/metadata.name=storage}");
        assertThat(spec.flows())
                .extracting(flow -> flow.from().zone() + flow.from().cidrs() + " "
                        + flow.to().zone() + flow.to().cidrs() + " " + flow.ports())
                .containsExactly(
                        "front-end[] storage[] [TCP/5432-5433]",
                        "front-end[] null[198.51.100.1/32] [TCP/443]",
                        "null[203.0.113.7/32] front-end[] [TCP/8443]");
        assertThat(spec.elsewhere()).hasSize(2);
    }

    @Test
    void namesAndNodesNeedNoFlow() {
        var dns = new Sample(APP, new Party.InNamespace("kube-system"), Protocol.UDP, 53, null, false);
        var spec = suggest(book(dns, tcp(new Party.OnNode(), APP, 8080), tcp(APP, STORAGE, 5432)), Map.of())
                .spec();
        assertThat(spec.zones()).extracting(zone -> zone.name()).containsExactly("app", "storage");
        assertThat(spec.flows()).hasSize(1);
    }

    @Test
    void whatIsNotPlannedIsDropped() {
        var plan = plan(suggest(book(tcp(APP, STORAGE, 5432), tcp(APP, ip("198.51.100.1"), 443)), Map.of())
                .spec());
        var shadow = Shadow.of(
                book(
                                tcp(APP, STORAGE, 5432),
                                tcp(APP, STORAGE, 22),
                                tcp(APP, STORAGE, 22),
                                tcp(STORAGE, APP, 5432),
                                tcp(APP, ip("198.51.100.2"), 443),
                                tcp(APP, NOWHERE, 443),
                                tcp(STORAGE, NOWHERE, 443),
                                tcp(new Party.InNamespace("tools"), STORAGE, 5432),
                                tcp(new Party.InNamespace("tools"), new Party.InNamespace("other"), 1))
                        .flows(),
                plan,
                Map.of());
        assertThat(shadow.dropped())
                .extracting(judged -> judged.flow() + " " + judged.seen().count())
                .containsExactlyInAnyOrder(
                        "app to storage TCP/22 2",
                        "storage to app TCP/5432 1",
                        "app to 198.51.100.2 TCP/443 1",
                        "storage to outside TCP/443 1",
                        "tools to storage TCP/5432 1");
        assertThat(shadow.dropped())
                .extracting(Shadow.Judged::why)
                .contains("no flow from zone app to zone storage allows TCP/22");
        assertThat(shadow.undetermined())
                .singleElement()
                .extracting(judged -> judged.flow().toString())
                .isEqualTo("app to outside TCP/443");
    }

    @Test
    void aNamespaceWhoseLabelsNobodyKnowsIsUndetermined() {
        var plan = new ZonePlan(
                List.of(new Zone("storage", Selector.of(Map.of("zone", "storage")), AddressSet.NONE)),
                List.of(),
                List.of());
        var flows = book(tcp(APP, STORAGE, 22)).flows();
        assertThat(Shadow.of(flows, plan, Map.of("app", Map.of())).undetermined())
                .hasSize(1);
        assertThat(Shadow.of(flows, plan, Map.of("app", Map.of(), "storage", Map.of("zone", "storage")))
                        .dropped())
                .hasSize(1);
    }

    @Test
    void namesThatAreNoZoneNamesBecomeSome() {
        var long1 = "a".repeat(63);
        var spec = suggest(
                        book(
                                tcp(new Party.InNamespace(long1), new Party.InNamespace("b" + long1.substring(1)), 1),
                                tcp(new Party.InNamespace(long1.substring(0, 50)), APP, 1)),
                        Map.of("app", Map.of("zone", "..x..")))
                .spec();
        assertThat(spec.zones())
                .extracting(NetworkIsolationSpec.Zone::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name)
                        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
                        .hasSizeLessThanOrEqualTo(40));
        assertThat(spec.zones()).hasSize(4);
    }

    /** Random traffic, few and many addresses: what is suggested for it drops none of it, and has lists within bounds. */
    @Test
    void whatIsSuggestedAllowsWhatWasSeen() {
        var seed = Long.getLong("onshore.seed", 20_261_122L);
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            var book = new FlowBook(false);
            var addresses = 1 << random.nextInt(12);
            for (var i = 0; i < 400; i++) {
                book.add("random", i, "", new Seen(random(random, addresses)));
            }
            var suggestion = suggest(book, Map.of("n1", Map.of("zone", "a"), "n2", Map.of("zone", "a")));
            var spec = suggestion.spec();
            var as = "seed %d, round %d".formatted(seed, round);
            var shadow = Shadow.of(
                    book.flows(),
                    plan(spec),
                    Map.of("n1", Map.of("zone", "a"), "n2", Map.of("zone", "a"), "n3", Map.of()));
            assertThat(shadow.dropped()).as(as).isEmpty();
            assertThat(shadow.undetermined().stream().map(Shadow.Judged::flow))
                    .as(as)
                    .allMatch(ShadowTest::lacksAddress);
            assertThat(spec.flows()).as(as).allSatisfy(flow -> {
                assertThat(flow.ports()).hasSizeBetween(1, 16);
                for (var cidrs : List.of(flow.from().cidrs(), flow.to().cidrs())) {
                    assertThat(cidrs).hasSizeLessThanOrEqualTo(64);
                    assertThat(cidrs.stream().map(cidr -> cidr.contains(":")).distinct())
                            .hasSizeLessThanOrEqualTo(1);
                }
            });
        }
    }

    private static boolean lacksAddress(Flow flow) {
        return Stream.of(flow.from(), flow.to())
                .anyMatch(party -> party instanceof Party.Outside(var address) && address.isEmpty());
    }

    private static Sample random(Random random, int addresses) {
        var protocol = Protocol.values()[random.nextInt(3)];
        return new Sample(
                random.nextInt(6) == 0 ? new Party.OnNode() : party(random, addresses),
                party(random, addresses),
                protocol,
                1 + random.nextInt(random.nextBoolean() ? 4 : 60_000),
                null,
                false);
    }

    /** Outside only with an address: without one, nothing can be suggested. */
    private static Party party(Random random, int addresses) {
        return switch (random.nextInt(4)) {
            case 0 ->
                random.nextBoolean()
                        ? new Party.Outside(
                                Optional.of(new IpAddress(true, 0, 0xCB00_0000L + random.nextInt(addresses) * 77L)))
                        : new Party.Outside(
                                Optional.of(new IpAddress(false, 0x2001_0db8_0000_0000L, random.nextInt(addresses))));
            default -> new Party.InNamespace("n" + random.nextInt(5));
        };
    }

    @Test
    void memoryIsBoundedByHowDifferentFlowsAre() {
        var book = new FlowBook(false);
        for (var i = 0; i < FlowBook.MOST_FLOWS + 10; i++) {
            var address = new Party.Outside(Optional.of(new IpAddress(true, 0, i)));
            book.add("flows", i, "x".repeat(1_000), new Seen(tcp(APP, address, 443)));
        }
        assertThat(book.flows()).hasSize(FlowBook.MOST_FLOWS);
        assertThat(book.isCut()).isTrue();
        assertThat(book.remarks()).singleElement().asString().startsWith("10 connections are left out");
    }
}
