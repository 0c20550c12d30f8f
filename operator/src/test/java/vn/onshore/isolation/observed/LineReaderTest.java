package vn.onshore.isolation.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.observed.Line.Reason;
import vn.onshore.manifest.ManifestReader;

/** What each line of the four forms is. */
class LineReaderTest {
    static final PodAddresses ADDRESSES =
            PodAddresses.of(ManifestReader.read("objects.yaml", """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: app}, status: {podIPs: [{ip: 10.0.1.5}]}}
            - {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: storage}, status: {podIP: 10.0.2.7}}
            - {apiVersion: v1, kind: Pod, metadata: {name: old, namespace: app}, status: {podIP: 10.0.2.7, phase: Failed}}
            - {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}}
            - {apiVersion: v1, kind: Namespace, metadata: {name: app, labels: {zone: front}}}
            """).manifests());
    private static final Party APP = new Party.InNamespace("app");
    private static final Party STORAGE = new Party.InNamespace("storage");

    private static Party outside(String ip) {
        return new Party.Outside(IpAddress.parse(ip));
    }

    private static Line read(String line) {
        return new LineReader(ADDRESSES).read(line);
    }

    private static void assertSeen(String line, Party from, Party to, Protocol protocol, int port) {
        assertThat(read(line)).isInstanceOfSatisfying(Line.Seen.class, seen -> {
            var sample = seen.sample();
            assertThat(sample.from()).isEqualTo(from);
            assertThat(sample.to()).isEqualTo(to);
            assertThat(sample.protocol()).isEqualTo(protocol);
            assertThat(sample.port()).isEqualTo(port);
        });
    }

    private static String hubble(String rest) {
        return """
                {"flow":{"time":"2026-11-20T08:00:00.5Z","verdict":"FORWARDED",
                "IP":{"source":"10.0.1.5","destination":"10.0.2.7","ipVersion":"IPv4"},
                "l4":{"TCP":{"source_port":43210,"destination_port":8080,"flags":{"SYN":true}}},
                "source":{"namespace":"app","pod_name":"web"},
                "destination":{"namespace":"storage","pod_name":"db"},"Type":"L3_L4",%s},"node_name":"n1"}""".replace("\n", "").formatted(rest);
    }

    @Test
    void hubbleTellsThePodBehindAService() {
        assertSeen(hubble("\"is_reply\":false"), APP, STORAGE, Protocol.TCP, 8080);
        assertThat(read(hubble("\"is_reply\":false")))
                .extracting(line -> ((Line.Seen) line).sample().at())
                .isEqualTo(Instant.parse("2026-11-20T08:00:00.5Z"));
        assertThat(read(hubble("\"is_reply\":true"))).isEqualTo(new Line.Skipped(Reason.Reply));
        assertThat(read(hubble("\"x\":1").replace("\"SYN\":true", "\"SYN\":true,\"ACK\":true")))
                .isEqualTo(new Line.Skipped(Reason.Reply));
        assertThat(read(hubble("\"is_reply\":false").replace("FORWARDED", "DROPPED")))
                .isInstanceOfSatisfying(
                        Line.Seen.class,
                        seen -> assertThat(seen.sample().dropped()).isTrue());
    }

    @Test
    void hubbleBeforeTranslationIsSeenOnceMoreAfterIt() {
        var toService = """
                {"verdict":"FORWARDED","is_reply":false,"IP":{"source":"10.0.1.5","destination":"172.16.0.9"},
                "l4":{"TCP":{"source_port":43210,"destination_port":80}},"source":{"namespace":"app"},
                "destination":{"labels":["reserved:world"]},"destination_service":{"name":"db","namespace":"storage"}}""".replace("\n", "");
        assertThat(read(toService)).isEqualTo(new Line.Skipped(Reason.BeforeTranslation));
        assertThat(read(hubble("\"is_reply\":false").replace("L3_L4", "SOCK")))
                .isEqualTo(new Line.Skipped(Reason.BeforeTranslation));
    }

    @Test
    void hubbleOfNodesAndOfTheWorld() {
        var fromHost = """
                {"is_reply":false,"IP":{"source":"192.168.0.1","destination":"10.0.2.7"},
                "l4":{"TCP":{"source_port":43210,"destination_port":8080}},"source":{"labels":["reserved:host"]},
                "destination":{"namespace":"storage"}}""".replace("\n", "");
        assertSeen(fromHost, new Party.OnNode(), STORAGE, Protocol.TCP, 8080);
        var toWorld = """
                {"is_reply":false,"IP":{"source":"10.0.1.5","destination":"2001:db8::7"},
                "l4":{"UDP":{"source_port":43210,"destination_port":443}},"source":{"namespace":"app"},
                "destination":{"labels":["reserved:world"]}}""".replace("\n", "");
        assertSeen(toWorld, APP, outside("2001:db8::7"), Protocol.UDP, 443);
        assertThat(read("""
                {"flow":{"IP":{"source":"10.0.1.5","destination":"10.0.2.7"},"l4":{"ICMPv4":{"type":8}}}}""")).isEqualTo(new Line.Skipped(Reason.OtherProtocol));
        assertThat(read("{\"lost_events\":{\"num_events_lost\":3}}")).isEqualTo(new Line.Skipped(Reason.NoFlow));
    }

    @Test
    void goldmaneInEverySpelling() {
        assertSeen("""
                {"Key":{"source_name":"web-*","source_namespace":"app","source_type":1,"dest_name":"db-*",\
                "dest_namespace":"storage","dest_type":1,"dest_port":5432,"dest_service_port":15432,"proto":"tcp",\
                "reporter":2,"action":1},"start_time":1795000000,"end_time":1795000015}""", APP, STORAGE, Protocol.TCP, 5432);
        assertSeen("""
                {"id":"7","flow":{"Key":{"sourceName":"web-*","sourceNamespace":"app","destName":"pub",\
                "destNamespace":"-","destPort":"443","proto":"tcp","action":"Allow"},"endTime":"1795000015"}}""", APP, new Party.Outside(Optional.empty()), Protocol.TCP, 443);
        assertThat(read("""
                {"start_time":"2026-11-20T08:00:00Z","action":"Deny","source_name":"web","source_namespace":"app",\
                "dest_name":"db","dest_namespace":"storage","protocol":"tcp","dest_port":"22"}"""))
                .isInstanceOfSatisfying(
                        Line.Seen.class,
                        seen -> assertThat(seen.sample().dropped()).isTrue());
    }

    @Test
    void conntrackTellsThePodOnlyInTheAnswer() {
        var translated = "tcp      6 431999 ESTABLISHED src=10.0.1.5 dst=172.16.0.10 sport=43210 dport=80"
                + " src=10.0.2.7 dst=10.0.1.5 sport=8080 dport=43210 [ASSURED] mark=0 use=1";
        assertSeen(translated, APP, STORAGE, Protocol.TCP, 8080);
        assertSeen("ipv4     2 " + translated, APP, STORAGE, Protocol.TCP, 8080);
        assertSeen(
                "udp 17 29 src=10.0.1.5 dst=203.0.113.9 sport=40000 dport=123 [UNREPLIED] src=203.0.113.9"
                        + " dst=192.168.0.1 sport=123 dport=40000 mark=0 use=1",
                APP,
                outside("203.0.113.9"),
                Protocol.UDP,
                123);
        assertSeen(
                "tcp 6 9 ESTABLISHED src=192.168.0.1 dst=10.0.1.5 sport=40000 dport=10250 src=10.0.1.5"
                        + " dst=192.168.0.1 sport=10250 dport=40000 mark=0",
                new Party.OnNode(),
                APP,
                Protocol.TCP,
                10250);
        assertThat(read("icmp     1 29 src=10.0.1.5 dst=10.0.2.7 type=8 code=0 id=1 src=10.0.2.7 dst=10.0.1.5 type=0"))
                .isEqualTo(new Line.Skipped(Reason.OtherProtocol));
        assertThat(read("[1795000000.123]\t[NEW] " + translated))
                .isInstanceOfSatisfying(
                        Line.Seen.class,
                        seen -> assertThat(seen.sample().at()).isEqualTo(Instant.ofEpochSecond(1_795_000_000L)));
    }

    @Test
    void csvAfterItsHeader() {
        var reader = new LineReader(ADDRESSES);
        assertThat(reader.read("\uFEFFsrc_namespace,src_pod,dst_namespace,dst_pod,dst_ip,protocol,port\r"))
                .isEqualTo(new Line.Skipped(Reason.NoFlow));
        assertThat(reader.read("app,\"we\"\"b\",storage,db,10.0.2.7,tcp,5432"))
                .isEqualTo(new Line.Seen(new Sample(APP, STORAGE, Protocol.TCP, 5432, null, false)));
        assertThat(reader.read("app,web,,,203.0.113.9,UDP,443"))
                .isEqualTo(new Line.Seen(new Sample(APP, outside("203.0.113.9"), Protocol.UDP, 443, null, false)));
        assertThat(reader.read("app,web,,,203.0.113,UDP,443")).isInstanceOf(Line.Garbage.class);
        assertThat(reader.read("app,web,storage,db,,TCP,70000")).isInstanceOf(Line.Garbage.class);
        assertThat(reader.read("app")).isInstanceOf(Line.Garbage.class);
        assertThat(reader.read("no namespace,web,storage,db,,TCP,1")).isInstanceOf(Line.Garbage.class);
        assertThat(reader.read("a".repeat(64) + ",web,storage,db,,TCP,1")).isInstanceOf(Line.Garbage.class);
        assertThat(reader.read("app,web,storage,db,,ICMP,")).isEqualTo(new Line.Skipped(Reason.OtherProtocol));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{",
                "{}",
                "{\"flow\":[]}",
                "{\"flow\":{\"verdict\":\"FORWARDED\"}}",
                "{\"l4\":{\"TCP\":{\"destination_port\":0}}}",
                "{\"l4\":{\"TCP\":{\"destination_port\":80}}}",
                "{\"source_name\":\"a\",\"dest_port\":-1,\"protocol\":\"tcp\"}",
                "tcp 6 src= dst=",
                "tcp 6 10 src=10.0.1.5 dst=10.0.2.7 sport=1 dport=2",
                "tcp src=10.0.1.5 src=10.0.2.7 sport=1 sport=99999"
            })
    void garbageIsGarbage(String line) {
        assertThat(read(line)).isInstanceOf(Line.Garbage.class);
    }
}
