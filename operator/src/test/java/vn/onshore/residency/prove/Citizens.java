package vn.onshore.residency.prove;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Territory;
import vn.onshore.compliance.Subject;
import vn.onshore.residency.prove.CanaryInputs.Node;

/** The policy citizen-data and its world, for tests. */
final class Citizens {
    static final String POLICY = "citizen-data";
    static final LabelSelector SELECTOR = new LabelSelectorBuilder()
            .addToMatchLabels("onshore.vn/residency", "vietnam")
            .build();
    static final List<Node> NODES = List.of(
            node("hn-node-1", true, "vn-north", "vn-north-1a"),
            node("hcm-node-1", true, "vn-south", "vn-south-1a"),
            node("liar-node-1", false, "vn-north", "vn-north-1a"),
            node("bkk-node-1", false, "HCM", "BKK-1A"),
            new Node("bare-node-1", false, Map.of()));

    private Citizens() {}

    /** Of no API server, so that garbage collection does not look for it. */
    static Subject subject(String policy) {
        return new Subject("onshore.vn/v1alpha1", "DataResidency", null, policy, null);
    }

    static CanaryInputs inputs() {
        return inputs(Mode.Enforce, boundary(), NODES);
    }

    static CanaryInputs inputs(Mode mode, OnshoreBoundarySpec boundary, List<Node> nodes) {
        return new CanaryInputs(
                POLICY,
                mode,
                List.of("default-scheduler"),
                List.of("sre"),
                boundary,
                new ListedPlaces(boundary),
                new Territory("VN", Set.of()),
                nodes,
                new CanaryInputs.Namespace("onshore-canary-citizen-data", Map.of("onshore.vn/residency", "vietnam")),
                new CanaryInputs.Served(true, true),
                Set.of("citizen"));
    }

    static OnshoreBoundarySpec boundary() {
        return new KubernetesSerialization()
                .unmarshal(resource("boundary.yaml"), OnshoreBoundary.class)
                .getSpec();
    }

    static String resource(String name) {
        try (InputStream in = Citizens.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node node(String name, boolean eligible, String region, String zone) {
        return new Node(name, eligible, Map.of(NodeFacts.REGION, region, NodeFacts.ZONE, zone));
    }
}
