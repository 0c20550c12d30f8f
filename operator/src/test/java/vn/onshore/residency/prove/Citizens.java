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
import java.util.function.Consumer;
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
        return inputs(wish -> {});
    }

    static CanaryInputs inputs(Mode mode, OnshoreBoundarySpec boundary, List<Node> nodes) {
        return inputs(wish -> {
            wish.mode = mode;
            wish.boundary = boundary;
            wish.nodes = nodes;
        });
    }

    /** @param change what the test wants otherwise */
    static CanaryInputs inputs(Consumer<Wish> change) {
        var wish = new Wish();
        change.accept(wish);
        return new CanaryInputs(
                POLICY,
                wish.mode,
                List.of("default-scheduler"),
                wish.groups,
                wish.boundary,
                new ListedPlaces(wish.boundary),
                wish.territory,
                wish.nodes,
                wish.namespace,
                new CanaryInputs.Served(true, true),
                Set.of("citizen"));
    }

    /** What tests may want otherwise. */
    static final class Wish {
        Mode mode = Mode.Enforce;
        List<String> groups = List.of("sre");
        OnshoreBoundarySpec boundary = boundary();
        Territory territory = new Territory("VN", Set.of());
        List<Node> nodes = NODES;
        CanaryInputs.Namespace namespace =
                new CanaryInputs.Namespace("onshore-canary-citizen-data", Map.of("onshore.vn/residency", "vietnam"));
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
