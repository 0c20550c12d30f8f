package vn.onshore.residency;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.DataResidencySpec.AcceptedBlindSpot;
import vn.onshore.api.v1alpha1.DataResidencySpec.InteractiveAccess;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencySpec.NodeEvidence;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.api.v1alpha1.LocalReference;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.boundary.Samples;
import vn.onshore.compliance.Subject;
import vn.onshore.residency.ResidencyInputs.NodeView;
import vn.onshore.residency.ResidencyInputs.PodView;
import vn.onshore.residency.ResidencyInputs.Policy;
import vn.onshore.residency.guard.GuardCompiler;
import vn.onshore.residency.guard.GuardInputs;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.prove.Proof;

/** A cluster as one policy sees it, on paper: change what matters, then take the picture. */
final class Cluster {
    static final Instant NOW = Instant.parse("2026-11-22T04:00:00Z");
    static final String OPERATOR_NAMESPACE = "onshore-system";

    private static final Map<GuardInputs, Guards> COMPILED = new ConcurrentHashMap<>();

    private static final Set<String> SERVED = Set.of(
            "admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "admissionregistration.k8s.io/v1/mutatingadmissionpolicies");

    Mode mode = Mode.Enforce;
    boolean modeUnknown;

    @Nullable
    NodeEvidence evidence = NodeEvidence.Provider;

    List<String> sites = List.of();
    List<String> schedulers = List.of("default-scheduler");

    @Nullable
    InteractiveAccess access;

    boolean evict;
    String canaryInterval = "60s";
    boolean suspend;
    List<AcceptedBlindSpot> blindSpots = List.of();
    Ground ground = new Ground.Usable(Samples.boundary(), Samples.spec());
    ServerFeatures server = new ServerFeatures(36, SERVED);
    DataResidencyStatus previous = DataResidencyStatus.NONE;
    Optional<Proof> proof = Optional.empty();
    long generation = 1;
    final List<NodeView> nodes = new ArrayList<>();
    final List<PodView> pods = new ArrayList<>();
    ResidencyInputs.Governed namespaces = new ResidencyInputs.Governed(List.of("shop"), List.of());

    static ServerFeatures oldServer() {
        return new ServerFeatures(29, Set.of());
    }

    Cluster node(NodeFacts facts, boolean labelled) {
        var where = Samples.boundary().node(facts, List.of(), NOW);
        nodes.add(new NodeView(facts.name(), new NodeStanding(facts, where), labelled));
        return this;
    }

    static NodeFacts named(NodeFacts facts, String name) {
        return new NodeFacts(
                name,
                "uid-of-" + name,
                facts.labels(),
                facts.providerID(),
                facts.systemUUID(),
                facts.machineID(),
                facts.kubeletVersion(),
                facts.taintKeys(),
                facts.addresses(),
                facts.csiTopologyKeys());
    }

    /** A node that every source places in Hanoi. */
    static NodeFacts hanoi(String name) {
        return named(Samples.hanoiNode(), name);
    }

    /** A node that says it is in Singapore. */
    static NodeFacts singapore(String name) {
        return named(
                Samples.provided(
                        Samples.addressed(
                                Samples.labelled(
                                        Samples.hanoiNode(),
                                        NodeFacts.REGION,
                                        "ap-southeast-1",
                                        NodeFacts.ZONE,
                                        "ap-southeast-1a",
                                        "topology.csi.example.vn/zone",
                                        ""),
                                "47.128.0.9"),
                        "aws:///ap-southeast-1a/i-0abc"),
                name);
    }

    /** A node whose labels say Hanoi and whose provider id says Ho Chi Minh City. */
    static NodeFacts liar(String name) {
        return named(Samples.provided(Samples.hanoiNode(), "openstack://hcm/2c4f"), name);
    }

    Cluster pod(String name, String node, boolean mirror) {
        pods.add(new PodView(new Subject("v1", "Pod", "shop", name, "uid-of-" + name), node, mirror));
        return this;
    }

    DataResidencySpec spec() {
        return new DataResidencySpec(
                new LocalReference("vietnam"),
                new LabelSelectorBuilder()
                        .addToMatchLabels("onshore.vn/residency", "vietnam")
                        .build(),
                sites,
                modeUnknown ? null : mode,
                evidence,
                schedulers,
                access,
                evict,
                blindSpots,
                canaryInterval,
                suspend);
    }

    ResidencyInputs inputs() {
        var subject = new Subject("onshore.vn/v1alpha1", "DataResidency", null, "citizen-data", "uid-1");
        return new ResidencyInputs(
                new Policy(subject, "uid-1", generation, spec()),
                previous,
                ground,
                nodes,
                pods,
                namespaces,
                proof.filter(round -> round.verdict() instanceof Proof.Verdict.Holds)
                        .isPresent(),
                "system:serviceaccount:onshore-system:onshore",
                "cluster.local",
                server);
    }

    ResidencyPlan plan() {
        return plan(inputs());
    }

    static ResidencyPlan plan(ResidencyInputs in) {
        return ResidencyPlanner.plan(
                in, inputs -> COMPILED.computeIfAbsent(inputs, GuardCompiler::compile), OPERATOR_NAMESPACE);
    }

    ResidencyPlan.Work work() {
        return (ResidencyPlan.Work) plan();
    }

    ResidencyPlan.Stalled stalled() {
        return (ResidencyPlan.Stalled) plan();
    }
}
