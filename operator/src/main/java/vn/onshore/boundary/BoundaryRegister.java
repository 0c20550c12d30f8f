package vn.onshore.boundary;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;
import vn.onshore.boundary.attestation.StatementVerifier;
import vn.onshore.boundary.attestation.Verification;
import vn.onshore.kube.Json;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * The boundaries of the cluster, compiled, the attestations of its nodes, and where each node stands by each boundary.
 * Fed by one thread, read by all.
 */
public final class BoundaryRegister {
    /** Where the operator notes the uid of the Node object that an attestation was first seen with. */
    public static final String NODE_UID = "onshore.vn/node-uid";

    private final ObjectSource objects;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, Signature> signatures = new ConcurrentHashMap<>();
    private final Set<VerifiedStatement> inForce = ConcurrentHashMap.newKeySet();

    public BoundaryRegister(ObjectSource objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    /**
     * A boundary as it stands now.
     *
     * @param boundary null if its spec cannot be used
     * @param problems why not; empty if it can
     * @param nodes where nodes stand, by name
     * @param voided why an attestation that names a node does not hold, by node
     */
    public record Entry(
            String name,
            OnshoreBoundarySpec spec,
            @Nullable Boundary boundary,
            List<Problem> problems,
            Map<String, NodeStanding> nodes,
            Map<String, String> voided) {

        /** What it is to resources that refer to it. */
        public Ground ground() {
            return boundary == null ? new Ground.Unusable(name, problems) : new Ground.Usable(boundary, spec);
        }
    }

    public Optional<Entry> get(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    public Stream<Entry> all() {
        return entries.values().stream().sorted(Comparator.comparing(Entry::name));
    }

    /**
     * Reads every boundary, attestation and node anew.
     *
     * @return names of the boundaries that changed in any way
     */
    public Set<String> rebuild() {
        var specs = new TreeMap<String, OnshoreBoundarySpec>();
        objects.all(Watched.BOUNDARY).forEach(manifest -> spec(manifest).ifPresent(s -> specs.put(manifest.name(), s)));
        var conflicts = Boundary.conflicts(specs);
        var changed = new TreeSet<>(entries.keySet());
        inForce.clear();
        changed.removeAll(specs.keySet());
        entries.keySet().retainAll(specs.keySet());
        specs.forEach((name, spec) -> {
            var entry = entry(name, spec, conflicts.getOrDefault(name, List.of()));
            if (!entry.equals(entries.put(name, entry))) {
                changed.add(name);
            }
        });
        return changed;
    }

    private static Optional<OnshoreBoundarySpec> spec(Manifest manifest) {
        try {
            return Optional.of(Json.convert(manifest.tree().at("spec").fields(), OnshoreBoundarySpec.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Entry entry(String name, OnshoreBoundarySpec spec, List<Problem> conflicts) {
        var known = entries.get(name);
        var problems = new ArrayList<Problem>();
        Boundary boundary;
        if (known != null && known.spec().equals(spec) && known.boundary() != null) {
            boundary = known.boundary();
        } else {
            var compiled = Boundary.compile(spec);
            problems.addAll(compiled.problems());
            boundary = compiled.sound().orElse(null);
        }
        problems.addAll(conflicts);
        if (boundary == null || !problems.isEmpty()) {
            return new Entry(name, spec, null, List.copyOf(problems), Map.of(), Map.of());
        }
        var statements = new Statements(name, boundary);
        var nodes = new ConcurrentHashMap<String, NodeStanding>();
        for (var node : objects.all(Watched.NODE).toList()) {
            nodes.put(node.name(), standing(boundary, node, statements));
        }
        return new Entry(name, spec, boundary, List.of(), nodes, statements.voided);
    }

    /** A statement that nodes still stand by although it has run out. */
    public Optional<VerifiedStatement> nextExpired(Instant now) {
        return inForce.stream()
                .filter(statement -> !now.isBefore(statement.expiresAt()))
                .findFirst();
    }

    /**
     * Looks at one node again.
     *
     * @return names of the boundaries by which it stands differently now
     */
    public Set<String> nodeChanged(String node) {
        var changed = new TreeSet<String>();
        var manifest = objects.get(Watched.NODE, null, node);
        entries.forEach((name, entry) -> {
            var boundary = entry.boundary();
            if (boundary == null) {
                return;
            }
            var before = entry.nodes().get(node);
            var statements = new Statements(name, boundary);
            var why = statements.voided.get(node);
            var whyBefore =
                    why == null ? entry.voided().remove(node) : entry.voided().put(node, why);
            if (manifest.isEmpty()) {
                entry.nodes().remove(node);
            } else {
                entry.nodes().put(node, standing(boundary, manifest.get(), statements));
            }
            if (!Objects.equals(before, entry.nodes().get(node)) || !Objects.equals(why, whyBefore)) {
                changed.add(name);
            }
        });
        return changed;
    }

    /** A node got or lost marks of the operator: it stands where it stood. */
    public void nodeMarked(NodeFacts facts) {
        entries.values()
                .forEach(entry -> entry.nodes()
                        .computeIfPresent(facts.name(), (name, standing) -> standing.marked(facts.labels())));
    }

    private NodeStanding standing(Boundary boundary, Manifest node, Statements statements) {
        var facts = NodeFacts.of(
                node, objects.get(Watched.CSI_NODE, null, node.name()).orElse(null));
        return new NodeStanding(
                facts, boundary.node(facts, statements.valid.getOrDefault(node.name(), List.of()), clock.instant()));
    }

    /** Every attestation that refers to the boundary, held against the cluster as it is now. */
    public Stream<AttestationReview> reviews(String boundary) {
        var entry = entries.get(boundary);
        var compiled = entry == null ? null : entry.boundary();
        return compiled == null ? Stream.empty() : reviews(boundary, compiled);
    }

    private Stream<AttestationReview> reviews(String name, Boundary boundary) {
        return objects.all(Watched.SITE_ATTESTATION)
                .filter(manifest ->
                        manifest.tree().at("spec", "boundaryRef", "name").text().equals(name))
                .map(manifest -> review(manifest, name, boundary));
    }

    private AttestationReview review(Manifest manifest, String name, Boundary boundary) {
        var opened = open(manifest, boundary);
        var facts = opened instanceof StatementVerifier.Opened.Trusted(var signed)
                ? objects.get(Watched.NODE, null, signed.statement().node())
                        .map(node -> NodeFacts.of(node, null))
                        .orElse(null)
                : null;
        return AttestationReview.of(
                manifest.name(), name, opened, facts, manifest.annotations().get(NODE_UID), clock.instant());
    }

    /** Checking a signature costs more than all the rest and its result cannot change: once for each version. */
    private StatementVerifier.Opened open(Manifest manifest, Boundary boundary) {
        var uid = manifest.tree().at("metadata", "uid").text();
        var known = signatures.get(uid);
        if (known == null
                || known.boundary() != boundary
                || !known.spec().equals(manifest.tree().at("spec"))) {
            known = new Signature(
                    manifest.tree().at("spec"), boundary, open(manifest.tree().at("spec"), boundary));
            signatures.put(uid, known);
        }
        return known.opened();
    }

    private static StatementVerifier.Opened open(Tree spec, Boundary boundary) {
        try {
            return StatementVerifier.open(Json.convert(spec.fields(), SiteAttestationSpec.class), boundary);
        } catch (IllegalArgumentException e) {
            return new StatementVerifier.Opened.Distrusted(new Verification.Refused(
                    Verification.Reason.UnreadableEnvelope, "spec cannot be read; make it with onshore attest sign"));
        }
    }

    private record Signature(Tree spec, Boundary boundary, StatementVerifier.Opened opened) {}

    /** What holds and what does not, by node. */
    private final class Statements {
        final Map<String, List<VerifiedStatement>> valid = new HashMap<>();
        final Map<String, String> voided = new ConcurrentHashMap<>();

        Statements(String name, Boundary boundary) {
            reviews(name, boundary).forEach(review -> {
                var statement = review.statement();
                if (statement == null) {
                    return;
                }
                review.valid().ifPresent(verified -> {
                    valid.computeIfAbsent(statement.node(), n -> new ArrayList<>())
                            .add(verified);
                    inForce.add(verified);
                });
                review.refused().ifPresent(refused -> voided.put(statement.node(), refused.sentence()));
            });
            voided.keySet().removeAll(valid.keySet());
        }
    }
}
