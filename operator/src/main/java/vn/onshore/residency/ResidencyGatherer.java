package vn.onshore.residency;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.DataResidency;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Labels;
import vn.onshore.kube.ServerApis;
import vn.onshore.kube.Watched;
import vn.onshore.residency.ResidencyInputs.NodeView;
import vn.onshore.residency.ResidencyInputs.PodView;
import vn.onshore.residency.ResidencyInputs.Policy;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.guard.GuardCompiler;
import vn.onshore.residency.guard.GuardInputs;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.live.Judge;
import vn.onshore.residency.live.Look;
import vn.onshore.residency.live.PolicyWatch;
import vn.onshore.residency.live.Sweeper;
import vn.onshore.residency.prove.CanaryInputs;
import vn.onshore.residency.prove.CanaryPlan;
import vn.onshore.residency.prove.Proof;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.residency.verify.NamespaceSelection;
import vn.onshore.run.Settings;
import vn.onshore.standing.Compilations;
import vn.onshore.standing.Proofs;

/** Takes the picture of the cluster that a plan looks at. Reads caches only. */
final class ResidencyGatherer {
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final Informers informers;
    private final BoundaryRegister boundaries;
    private final Judge judge;
    private final Sweeper sweeper;
    private final Proofs<CanaryTarget, Proof> proofs;
    private final Supplier<ServerApis> apis;
    private final Settings settings;
    private final Supplier<String> self;
    private final Compilations<GuardInputs, Guards> compiled = new Compilations<>(GuardCompiler::compile);

    ResidencyGatherer(
            Informers informers,
            BoundaryRegister boundaries,
            Judge judge,
            Sweeper sweeper,
            Proofs<CanaryTarget, Proof> proofs,
            Supplier<ServerApis> apis,
            Settings settings,
            Supplier<String> self) {
        this.informers = informers;
        this.boundaries = boundaries;
        this.judge = judge;
        this.sweeper = sweeper;
        this.proofs = proofs;
        this.apis = apis;
        this.settings = settings;
        this.self = self;
    }

    ResidencyInputs gather(DataResidency resource) {
        var policy = Policy.of(resource);
        var served = apis.get();
        var boundary = policy.spec().boundaryRef().name();
        var entry = boundaries.get(boundary);
        var ground = entry.map(BoundaryRegister.Entry::ground).orElseGet(() -> new Ground.Missing(boundary));
        var nodes = entry.map(BoundaryRegister.Entry::nodes).orElse(Map.of());
        var previous = resource.getStatus() == null ? DataResidencyStatus.NONE : resource.getStatus();
        var namespaces = namespaces(policy, ground, previous.namespaces());
        return new ResidencyInputs(
                policy,
                previous,
                ground,
                nodes(policy, nodes),
                pods(policy, ground, nodes.values(), namespaces),
                namespaces,
                proofs.last(policy.name())
                        .filter(proof -> proof.verdict() instanceof Proof.Verdict.Holds)
                        .isPresent(),
                self.get(),
                settings.clusterDomain(),
                new ServerFeatures(served.minor(), served.resources()));
    }

    private List<NodeView> nodes(Policy policy, Map<String, NodeStanding> standings) {
        var label = GuardNames.nodeLabel(policy.name());
        return standings.values().stream()
                .map(standing -> new NodeView(
                        standing.facts().name(),
                        standing,
                        GuardNames.ELIGIBLE.equals(standing.facts().labels().get(label))))
                .toList();
    }

    /** Only what runs on nodes that do not qualify: most pods of most clusters run where they may. */
    private List<PodView> pods(
            Policy policy,
            Ground ground,
            Collection<NodeStanding> standings,
            ResidencyInputs.@Nullable Governed namespaces) {
        var minimum = policy.spec().minimumNodeEvidence();
        if (minimum == null || namespaces == null || !(ground instanceof Ground.Usable(var boundary, var ignored))) {
            return List.of();
        }
        var territory = boundary.territory(policy.spec().sites());
        var governed = Set.copyOf(namespaces.names());
        return standings.stream()
                .filter(standing -> !Eligibility.qualifies(standing, territory, minimum))
                .flatMap(standing -> informers.podsOn(standing.facts().name()))
                .filter(pod -> governed.contains(pod.namespace()))
                .filter(pod -> !pod.tree().at("metadata", "deletionTimestamp").isPresent())
                .map(pod -> new PodView(
                        pod.subject(),
                        pod.tree().at("spec", "nodeName").text(),
                        pod.annotations().containsKey(MIRROR)))
                .toList();
    }

    private ResidencyInputs.@Nullable Governed namespaces(
            Policy policy, Ground ground, DataResidencyStatus.@Nullable Namespaces previous) {
        if (!(ground instanceof Ground.Usable(var ignored, var boundary))) {
            return null;
        }
        var selection = NamespaceSelection.of(
                policy.spec().namespaceSelector(), boundary.exemptionsOrNone().namespaces());
        var before = previous == null ? Set.<String>of() : Set.copyOf(previous.first());
        var governed = new TreeSet<String>();
        var released = new TreeSet<String>();
        informers.all(Watched.NAMESPACE).forEach(namespace -> {
            if (selection.selects(namespace.name(), namespace.labels())) {
                governed.add(namespace.name());
            } else if (before.contains(namespace.name())) {
                released.add(namespace.name());
            }
        });
        return new ResidencyInputs.Governed(List.copyOf(governed), List.copyOf(released));
    }

    ResidencyPlan plan(ResidencyInputs in) {
        return ResidencyPlanner.plan(in, inputs -> compiled.of(in.policy().name(), inputs), settings.namespace());
    }

    void forget(String policy) {
        compiled.forget(policy);
    }

    /**
     * What the verifier has seen for the policy, and the prover of what is applied now. What is outdated is asked before
     * the findings are: a sweep that ends in between makes them newer than they claim to be, and never older.
     */
    ResidencyReport.Seen seen(String policy) {
        var watch = judge.watch(policy);
        var look = watch.map(PolicyWatch::look).orElse(Look.NONE);
        return new ResidencyReport.Seen(
                watch.map(w -> w.book().summary(StatusFindings.FIRST)).orElse(EMPTY),
                watch.map(w -> w.book().notMet(ResidencyReport.REFUSED, StatusFindings.FIRST))
                        .orElse(FindingBook.NotMet.NONE),
                look,
                proofs.last(policy),
                sweeper.interval());
    }

    private static final FindingBook.Summary EMPTY = new FindingBook.Summary(Map.of(), 0, 0, List.of());

    /** What is to be proved. */
    CanaryTarget target(ResidencyInputs in, Work work) {
        var ground = (Ground.Usable) in.boundary();
        return new CanaryTarget(
                canaries(in, work, ground),
                work.ground(),
                in.policy().generation() + " " + ground.boundary().digest(),
                digest(work),
                in.policy().canaryInterval());
    }

    private CanaryPlan canaries(ResidencyInputs in, Work work, Ground.Usable ground) {
        var access = in.policy().spec().interactiveAccess();
        var nodes = in.nodes().stream()
                .map(node -> new CanaryInputs.Node(
                        node.name(),
                        !work.eligibility().refused().containsKey(node.name()),
                        node.standing().facts().labels()))
                .sorted(Comparator.comparing(CanaryInputs.Node::name))
                .toList();
        return CanaryPlan.of(new CanaryInputs(
                in.policy().name(),
                Objects.requireNonNull(in.policy().spec().mode()),
                in.policy().spec().schedulers(),
                access == null ? List.of() : access.groups(),
                ground.spec(),
                ground.boundary(),
                work.territory(),
                nodes,
                work.canary().orElseThrow(),
                new CanaryInputs.Served(
                        apis.get().serves("snapshot.storage.k8s.io", "VolumeSnapshotClass"),
                        in.server().mutatingPolicies()),
                judge.watches()
                        .map(watch -> watch.view().name())
                        .filter(name -> !name.equals(in.policy().name()))
                        .collect(Collectors.toSet())));
    }

    private static String digest(Work work) {
        return work.guards().objects().stream()
                .map(object -> object.name() + "=" + object.annotations().getOrDefault(Labels.DIGEST, ""))
                .collect(Collectors.joining(","));
    }
}
