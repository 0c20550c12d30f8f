package vn.onshore.cli.isolation;

import vn.onshore.isolation.engine.Connection.Party;
import vn.onshore.isolation.engine.Exposure.Peer;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;

/** What things are called in reports for people. */
final class Names {
    private Names() {}

    static String of(Party party) {
        return switch (party) {
            case Party.Inside(var workload) -> workload.toString();
            case Party.Outside(var range) -> of(range);
        };
    }

    /** First and last, also of a single address. */
    static String of(AddressRange range) {
        return range.first() + "-" + range.last();
    }

    static String of(Peer peer) {
        return switch (peer) {
            case Peer.EntireCluster() -> "entire cluster";
            case Peer.Pods(var selection) -> of(selection);
            case Peer.Outside(var range) -> of(range);
        };
    }

    private static String of(PodSelection selection) {
        var where = selection.namespace() != null
                ? "namespace " + selection.namespace()
                : selection.namespaces().selectsEverything() ? "any namespace" : "namespaces " + selection.namespaces();
        return selection.pods().selectsEverything()
                ? "all pods in " + where
                : "pods " + selection.pods() + " in " + where;
    }

    static String of(PortSet ports) {
        return ports.isAll() ? "all ports" : ports.toString();
    }
}
