package vn.onshore.boundary;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.CsiDriver;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Domain;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Endpoint;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.NodeGuard;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Registry;
import vn.onshore.api.v1alpha1.Site;

/** A boundary with two sites, and nodes that stand there. */
public final class Samples {
    private Samples() {}

    public static Site.Province province(String code) {
        return new Site.Province(Site.Province.Scheme.QD19_2025, code);
    }

    public static Site site(String id, String code, Site.Nodes nodes, List<String> cidrs, Site.Attestor... attestors) {
        return new Site(id, province(code), null, null, nodes, cidrs, List.of(attestors));
    }

    public static Site hanoi(Site.Attestor... attestors) {
        return site(
                "hn-01",
                "01",
                new Site.Nodes(List.of("vn-north"), List.of("vn-north-1a", "hn-b"), List.of("openstack://hn/*")),
                List.of("10.10.0.0/16", "203.162.4.0/24", "2001:db8:10::/48"),
                attestors);
    }

    public static Site saigon(Site.Attestor... attestors) {
        return site(
                "hcm-01",
                "79",
                new Site.Nodes(List.of("HCM"), List.of("HCM-1A"), List.of("openstack://hcm/*")),
                List.of("10.20.0.0/16"),
                attestors);
    }

    public static OnshoreBoundarySpec spec(List<Site> sites) {
        return new OnshoreBoundarySpec(
                "VN",
                sites,
                List.of(new Endpoint("s3.hn.example.vn", "hn-01")),
                List.of(new Domain("example.gov.vn", "hn-01")),
                List.of(new Registry("registry.example.gov.vn", null), new Registry("r.hn.vn:5000", "hn-01")),
                List.of(new CsiDriver(
                        "csi.example.vn",
                        List.of("topology.csi.example.vn/zone"),
                        List.of("Zone", "pool"),
                        "(?<zone>[^/]+)/.+")),
                true,
                NodeGuard.None,
                null);
    }

    public static OnshoreBoundarySpec spec() {
        return spec(List.of(hanoi(), saigon()));
    }

    public static Boundary boundary(OnshoreBoundarySpec spec) {
        var compiled = Boundary.compile(spec);
        return compiled.sound().orElseThrow(() -> new AssertionError(compiled.problems()));
    }

    public static Boundary boundary() {
        return boundary(spec());
    }

    /** A node of Hanoi on which every source agrees. */
    public static NodeFacts hanoiNode() {
        return new NodeFacts(
                "hn-1",
                "uid-1",
                Map.of(
                        NodeFacts.REGION,
                        "vn-north",
                        NodeFacts.ZONE,
                        "vn-north-1a",
                        "topology.csi.example.vn/zone",
                        "vn-north-1a"),
                "openstack://hn/2c4f",
                "4C4C4544-0042-3510-8058-B7C04F4E3732",
                "f00dfeed",
                "v1.36.3",
                List.of(),
                List.of("10.10.1.5"),
                Map.of("csi.example.vn", List.of("topology.csi.example.vn/zone")));
    }

    /** The node with other labels; an empty value removes the label. */
    public static NodeFacts labelled(NodeFacts node, String... keysAndValues) {
        var labels = new TreeMap<>(node.labels());
        for (var i = 0; i < keysAndValues.length; i += 2) {
            labels.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        labels.values().removeIf(String::isEmpty);
        return changed(node, copy -> copy.labels = labels);
    }

    public static NodeFacts provided(NodeFacts node, String providerID) {
        return changed(node, copy -> copy.providerID = providerID);
    }

    public static NodeFacts addressed(NodeFacts node, String... addresses) {
        return changed(node, copy -> copy.addresses = List.of(addresses));
    }

    public static NodeFacts identified(NodeFacts node, String uid, String systemUUID, String machineID) {
        return changed(node, copy -> {
            copy.uid = uid;
            copy.systemUUID = systemUUID;
            copy.machineID = machineID;
        });
    }

    public static NodeFacts running(NodeFacts node, String kubeletVersion, String... taintKeys) {
        return changed(node, copy -> {
            copy.kubeletVersion = kubeletVersion;
            copy.taintKeys = List.of(taintKeys);
        });
    }

    public static NodeFacts without(NodeFacts node, UnaryOperator<Map<String, List<String>>> csi) {
        return changed(node, copy -> copy.csiTopologyKeys = csi.apply(node.csiTopologyKeys()));
    }

    private static NodeFacts changed(NodeFacts node, Consumer<Copy> change) {
        var copy = new Copy(node);
        change.accept(copy);
        return new NodeFacts(
                node.name(),
                copy.uid,
                copy.labels,
                copy.providerID,
                copy.systemUUID,
                copy.machineID,
                copy.kubeletVersion,
                copy.taintKeys,
                copy.addresses,
                copy.csiTopologyKeys);
    }

    /** A node while it is changed. */
    private static final class Copy {
        private String uid;
        private Map<String, String> labels;
        private String providerID;
        private String systemUUID;
        private String machineID;
        private String kubeletVersion;
        private List<String> taintKeys;
        private List<String> addresses;
        private Map<String, List<String>> csiTopologyKeys;

        Copy(NodeFacts node) {
            uid = node.uid();
            labels = node.labels();
            providerID = node.providerID();
            systemUUID = node.systemUUID();
            machineID = node.machineID();
            kubeletVersion = node.kubeletVersion();
            taintKeys = node.taintKeys();
            addresses = node.addresses();
            csiTopologyKeys = node.csiTopologyKeys();
        }
    }
}
