package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.engine.Exposure;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.Workload;

/**
 * A graph for Graphviz: workloads in a box for each namespace, and address ranges; with exposures, also what pods may come,
 * as diamonds.
 */
final class DotReport implements ReportFormat.Form {

    @Override
    public void write(Report report, Writer out) throws IOException {
        out.write("digraph connections {\n");
        out.write("  label=" + quoted("Datapath " + report.datapath() + "; " + Report.PROTOCOLS) + ";\n");
        out.write("  rankdir=LR;\n  node [shape=box, fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\"];\n");
        var namespaces = new TreeMap<String, TreeSet<Workload>>();
        var ranges = new TreeSet<String>();
        for (var row : report.connections()) {
            collect(row.source(), namespaces, ranges);
            collect(row.destination(), namespaces, ranges);
        }
        var exposures = report.exposures() == null ? List.<Exposure>of() : report.exposures();
        exposures.forEach(exposure -> namespaces
                .computeIfAbsent(exposure.workload().namespace(), name -> new TreeSet<>())
                .add(exposure.workload()));
        for (var namespace : namespaces.entrySet()) {
            out.write("  subgraph " + quoted("cluster_" + namespace.getKey()) + " {\n");
            out.write("    label=" + quoted(namespace.getKey()) + ";\n");
            for (var workload : namespace.getValue()) {
                out.write("    " + quoted(workload.toString()) + " [label="
                        + quoted(workload.name() + " (" + workload.kind() + ")") + "];\n");
            }
            out.write("  }\n");
        }
        for (var range : ranges) {
            out.write("  " + quoted(range) + " [shape=ellipse, style=dashed];\n");
        }
        for (var row : report.connections()) {
            out.write("  " + quoted(Names.of(row.source())) + " -> " + quoted(Names.of(row.destination())) + " [label="
                    + quoted(Names.of(row.ports())) + "];\n");
        }
        exposures(exposures, out);
        out.write("}\n");
    }

    /** Ranges are left out: as connections they are there already. */
    private static void exposures(List<Exposure> exposures, Writer out) throws IOException {
        var peers = new TreeSet<String>();
        for (var exposure : exposures) {
            if (exposure.peer() instanceof Exposure.Peer.Outside) {
                continue;
            }
            var peer = quoted(Names.of(exposure.peer()));
            var workload = quoted(exposure.workload().toString());
            if (peers.add(peer)) {
                out.write("  " + peer + " [shape=diamond, style=dashed];\n");
            }
            out.write("  "
                    + (exposure.direction() == Direction.Ingress ? peer + " -> " + workload : workload + " -> " + peer)
                    + " [label=" + quoted(Names.of(exposure.ports())) + ", style=dashed];\n");
        }
    }

    private static void collect(Party party, TreeMap<String, TreeSet<Workload>> namespaces, TreeSet<String> ranges) {
        switch (party) {
            case Party.Inside(var workload) ->
                namespaces
                        .computeIfAbsent(workload.namespace(), name -> new TreeSet<>())
                        .add(workload);
            case Party.Outside(var range) -> ranges.add(Names.of(range));
        }
    }

    /** A string of the DOT language. */
    static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' ? ' ' : c);
        }
        return quoted.append('"').toString();
    }
}
