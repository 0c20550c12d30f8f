package vn.onshore.residency;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.NodeGuard;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.BoundaryRegister.Entry;
import vn.onshore.boundary.EvidenceLevel;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.compliance.Subject;
import vn.onshore.kube.Informers;
import vn.onshore.kube.ServerApis;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.NodeGuardInputs.NodeView;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.standing.OwnedObjects;

/** Takes the picture that the plan of a node guard looks at. Reads caches only. */
final class NodeGuardGatherer {
    private final Informers informers;
    private final BoundaryRegister boundaries;
    private final OwnedObjects objects;
    private final NodeGuardEnforcement enforcement;
    private final Supplier<ServerApis> apis;
    private final Supplier<String> self;

    NodeGuardGatherer(
            Informers informers,
            BoundaryRegister boundaries,
            OwnedObjects objects,
            NodeGuardEnforcement enforcement,
            Supplier<ServerApis> apis,
            Supplier<String> self) {
        this.informers = informers;
        this.boundaries = boundaries;
        this.objects = objects;
        this.enforcement = enforcement;
        this.apis = apis;
        this.self = self;
    }

    /**
     * Empty while the register has not read this version of the boundary, and if {@code spec.nodeGuard} has a value that
     * only a newer version knows: what is applied stays.
     */
    Optional<NodeGuardInputs> gather(OnshoreBoundary resource) {
        var wanted = resource.getSpec().nodeGuard();
        return boundaries
                .get(resource.getMetadata().getName())
                .filter(entry -> wanted != null && entry.spec().equals(resource.getSpec()))
                .map(entry -> inputs(resource, wanted == NodeGuard.Taint, entry.boundary() != null));
    }

    /** The same for a boundary that is being deleted, so that nothing of its guard is wanted. */
    NodeGuardInputs farewell(OnshoreBoundary resource) {
        return inputs(resource, false, false);
    }

    private NodeGuardInputs inputs(OnshoreBoundary resource, boolean wanted, boolean judged) {
        var meta = resource.getMetadata();
        var guarding = boundaries.all().filter(NodeGuardGatherer::guards).toList();
        var others = guarding.stream()
                .filter(entry -> !entry.name().equals(meta.getName()))
                .toList();
        var served = apis.get();
        return new NodeGuardInputs(
                new Subject(ApiGroup.API_VERSION, "OnshoreBoundary", null, meta.getName(), meta.getUid()),
                wanted,
                applied(resource, wanted),
                !others.isEmpty(),
                judged,
                exempt(resource.getSpec()),
                informers
                        .all(Watched.NODE)
                        .flatMap(node -> view(node, wanted ? guarding : others))
                        .toList(),
                List.of(self.get()),
                new ServerFeatures(served.minor(), served.resources()));
    }

    private static boolean guards(Entry entry) {
        return entry.spec().nodeGuard() == NodeGuard.Taint && entry.boundary() != null;
    }

    /** Guards that stand although they were never noted as complete still have to be taken away. */
    private String applied(OnshoreBoundary resource, boolean wanted) {
        var uid = resource.getMetadata().getUid();
        var annotations = resource.getMetadata().getAnnotations();
        var applied = enforcement.applied(
                uid, annotations == null ? "" : annotations.getOrDefault(NodeGuardEnforcement.APPLIED, ""));
        return applied.isEmpty() && !wanted && objects.exist(uid) ? "incomplete" : applied;
    }

    private static Set<String> exempt(OnshoreBoundarySpec spec) {
        return new HashSet<>(spec.exemptionsOrNone().nodes());
    }

    /** Empty while a boundary knows another Node object of that name, or none: its word may be about another machine. */
    private static Stream<NodeView> view(Manifest node, List<Entry> guarding) {
        var uid = String.valueOf(node.subject().uid());
        var standings = guarding.stream()
                .map(entry -> Optional.ofNullable(entry.nodes().get(node.name())))
                .toList();
        if (!standings.stream()
                .allMatch(standing ->
                        standing.filter(s -> s.facts().uid().equals(uid)).isPresent())) {
            return Stream.empty();
        }
        return Stream.of(new NodeView(
                node.name(),
                node.tree().at("metadata", "resourceVersion").text(),
                standings.stream().flatMap(Optional::stream).anyMatch(NodeGuardGatherer::isAttested),
                node.labels().containsKey(GuardNames.SPARED),
                node.tree().at("spec", "taints").items().stream()
                        .<Map<String, Object>>map(Tree::fields)
                        .toList()));
    }

    private static boolean isAttested(NodeStanding standing) {
        return standing.whereabouts().level().atLeast(EvidenceLevel.Attested);
    }
}
