package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.live.Observed;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.observed.ConfigMapLogs;
import vn.onshore.isolation.observed.FlowBook;
import vn.onshore.isolation.observed.Placement;
import vn.onshore.kube.Json;
import vn.onshore.manifest.ManifestReader;

/** What a status says of connections that were seen. */
class ObservedReportTest {
    private static final ZonePlan PLAN = new ZonePlan(
            List.of(zone("app"), zone("storage"), zone("mgmt")),
            List.of(new ZonePlan.Flow(
                    new End.InZone("app", Optional.empty()),
                    new End.InZone("storage", Optional.empty()),
                    PortSet.of(Protocol.TCP, 5432))),
            List.of());
    private static final List<Namespace> NAMESPACES = List.of(
            new Namespace("records", Map.of("zone", "app")),
            new Namespace("db", Map.of("zone", "storage")),
            new Namespace("tools", Map.of("zone", "mgmt")),
            new Namespace("unnamed", Map.of()));
    private static final String HEADER = "src_namespace,dst_namespace,dst_ip,protocol,port\n";

    private static ZonePlan.Zone zone(String name) {
        return new ZonePlan.Zone(name, Selector.of(Map.of("zone", name)), AddressSet.NONE);
    }

    private static NetworkIsolationStatus.Observed report(String yaml, String... unread) {
        var book = FlowBook.withoutLines();
        var maps = ManifestReader.read("logs.yaml", yaml).manifests();
        maps.forEach(map -> ConfigMapLogs.read(map, book));
        var observed = new Observed(
                maps.stream()
                        .map(map -> new Observed.Log(map.namespace() + "/" + map.name(), "sha256:0"))
                        .toList(),
                List.of(unread),
                book.garbage(),
                book.problems(),
                book.remarks(),
                book.isCut(),
                Placement.of(book.flows(), Map.of(), Networks.UNKNOWN, Instant.EPOCH));
        return ObservedReport.of(ObservedReport.Inputs.of(observed, PLAN, NAMESPACES));
    }

    private static String map(String name, String text) {
        return "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: ops}\ndata:\n  flows.csv: |\n%s"
                .formatted(name, text.indent(4));
    }

    @Test
    void whatWouldBeDroppedIsCountedAndTold() {
        var said = report(map("a", HEADER + """
                records,db,,TCP,5432
                records,db,,TCP,22
                tools,db,,TCP,5432
                tools,db,,TCP,5432
                gone,db,,TCP,5432
                records,,,ICMP,
                what is this?
                """));
        assertThat(Json.write(said)).isEqualTo("""
                {"summary":"2 of 4 flows that were seen would be dropped, and of 1 nobody can say; 1 line could not be read.",\
                "connections":5,"flows":4,"dropped":2,"undetermined":1,"unreadable":1,\
                "first":[{"from":"tools","to":"db","port":"TCP/5432","count":2,\
                "why":"no flow from zone mgmt to zone storage allows TCP/5432","line":"ConfigMap ops/a flows.csv:4"},\
                {"from":"records","to":"db","port":"TCP/22","count":1,\
                "why":"no flow from zone app to zone storage allows TCP/22","line":"ConfigMap ops/a flows.csv:3"}],\
                "logs":[{"configMap":"ops/a","digest":"sha256:0"}],\
                "remarks":["ConfigMap ops/a flows.csv:8: no protocol",\
                "gone to db TCP/5432: the labels of namespace gone are not known, so nobody can say its zone",\
                "1 connections over other protocols than TCP, UDP and SCTP are left out; network policies do not speak of them"]}""");
    }

    @Test
    void nothingIsCleanOfWhichAPartWasNotSeen() {
        var clean = HEADER + "records,db,,TCP,5432\n";
        assertThat(report(map("a", clean)).summary()).isEqualTo("None of 1 flow that was seen would be dropped.");
        assertThat(report(map("a", clean), "ConfigMap ops/b could not be read: it is not there")
                        .summary())
                .isEqualTo("None of 1 flow that was seen would be dropped; 1 ConfigMap could not be read.");
        assertThat(report(map("a", clean + "records,db,,TCP,0\n\n" + "x\n".repeat(2)))
                        .summary())
                .isEqualTo("None of 1 flow that was seen would be dropped; 3 lines could not be read.");
        assertThat(report(map("a", clean + "gone,db,,TCP,5432\n")).summary())
                .isEqualTo("None of 2 flows that were seen would be dropped, and of 1 nobody can say.");
        assertThat(report(map("a", "# nothing\n")).summary())
                .isEqualTo("The logs tell of no flow, so that nothing is shown.");
    }

    /** A ConfigMap takes 1 MiB, and Hubble's lines are long. */
    @Test
    void aLogMayBePacked() throws IOException {
        var lines = HEADER + "records,db,,TCP,5432\n";
        assertThat(report(binary(gzip(lines))).summary()).isEqualTo("None of 1 flow that was seen would be dropped.");
        var half = Arrays.copyOf(gzip(lines), 20);
        assertThat(report(binary(half)).remarks())
                .containsExactly("ConfigMap ops/a x: it begins as gzip and is none, or is not whole");
        assertThat(report(binary(new byte[] {0, 1, 2})).summary())
                .endsWith("nothing is shown; 1 line could not be read.");
        var bomb = report(binary(gzip(lines + "\n".repeat(17 * 1024 * 1024))));
        assertThat(bomb.flows()).isEqualTo(1);
        assertThat(bomb.summary()).endsWith("; 1 line could not be read.");
        assertThat(bomb.remarks()).singleElement().asString().endsWith("too long to be read on");
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String binary(byte[] bytes) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: ops}\nbinaryData: {x: "
                + Base64.getEncoder().encodeToString(bytes) + "}\n";
    }

    @Test
    void aLogSaysNothingInAStatusButFlows() {
        var secret = "records,db,,TCP,22,token=hunter2\nrecords,db,,TCP,x,token=hunter2\ntoken=hunter2\n";
        assertThat(Json.write(report(map("a", HEADER + secret)))).doesNotContain("hunter2");
    }

    @Test
    void aStatusStaysSmallWhateverWasSeen() {
        var lines = new StringBuilder(HEADER);
        for (var port = 1; port <= 20_000; port++) {
            lines.append("records,tools,,TCP,").append(port).append('\n');
        }
        var said = report(map("a", lines.toString()));
        assertThat(said.dropped()).isEqualTo(20_000);
        assertThat(said.first()).hasSize(20);
        assertThat(Json.write(said).length()).isLessThan(20_000);
    }
}
