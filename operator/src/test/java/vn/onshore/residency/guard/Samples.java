package vn.onshore.residency.guard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.boundary.Allowances;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** One boundary and one policy that the tests of the guards share. */
final class Samples {
    static final String OPERATOR = "system:serviceaccount:onshore-system:onshore";
    static final String CANARY = "system:serviceaccount:onshore-system:onshore-canary";
    static final List<String> NODES = List.of("hn-node-1", "hn-node-2", "hcm-node-1");

    static final ServerFeatures SERVER = new ServerFeatures(
            36,
            Set.of(
                    "admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                    "admissionregistration.k8s.io/v1/mutatingadmissionpolicies"));

    static final ServerFeatures SERVER_WITH_SNAPSHOTS = new ServerFeatures(
            36,
            Set.of(
                    "admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                    "admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
                    "snapshot.storage.k8s.io/v1/volumesnapshotclasses",
                    "snapshot.storage.k8s.io/v1/volumesnapshotcontents"));

    static final Allowances VIETNAM = new Allowances(
            List.of("vn-north", "vn-south"),
            List.of("vn-north-1a", "vn-north-1b", "vn-south-1a"),
            List.of("BKK-01"),
            List.of("s3.hn.example.vn"),
            List.of("example.gov.vn"),
            List.of("10.10.0.0/16", "203.162.4.0/24", "2001:db8:84::/48"),
            List.of("registry.example.gov.vn", "registry.example.gov.vn:5000"),
            List.of(
                    new Allowances.Driver(
                            "bs.csi.vngcloud.vn",
                            List.of("topology.bs.csi.vngcloud.vn/zone"),
                            List.of("endpoint", "zone"),
                            List.of("(?<zone>[^/]+)/.+")),
                    new Allowances.Driver("blind.csi.example.vn", List.of(), List.of(), List.of()),
                    new Allowances.Driver(
                            "nfs.csi.k8s.io", List.of(), List.of("server"), List.of("(?<host>[^#]+)#.*"))));

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR));

    private Samples() {}

    static LabelSelector governed() {
        return new LabelSelectorBuilder()
                .addToMatchLabels("onshore.vn/residency", "vietnam")
                .build();
    }

    static GuardInputs inputs() {
        return inputs(Mode.Enforce, SERVER, VIETNAM, NODES);
    }

    static GuardInputs inputs(Mode mode, ServerFeatures server, Allowances allowances, List<String> nodes) {
        return new GuardInputs(
                "citizen-data",
                "11111111-2222-3333-4444-555555555555",
                mode,
                governed(),
                List.of("onshore-system", "kube-system"),
                allowances,
                List.of("hn-01", "hcm-01"),
                nodes,
                List.of("default-scheduler"),
                List.of("sre"),
                List.of(OPERATOR),
                CANARY,
                GuardInputs.ENDPOINT_CONTROLLERS,
                "cluster.local",
                server);
    }

    /** The objects as a YAML stream. */
    static String yaml(List<Manifest> objects) {
        return objects.stream().map(object -> yaml(object.tree().fields())).collect(Collectors.joining());
    }

    static String yaml(Map<String, Object> tree) {
        try {
            return YAML.writeValueAsString(tree) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tree tree(String json) {
        try {
            return new Tree(new ObjectMapper().readValue(json, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pod pod(String name, String image) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    static EphemeralContainer debugger(String image) {
        return new EphemeralContainerBuilder()
                .withName("debugger")
                .withImage(image)
                .build();
    }
}
