package vn.onshore.cli.where;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Finding;
import vn.onshore.kube.Json;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.Eligibility;
import vn.onshore.residency.verify.Governance;
import vn.onshore.residency.verify.PolicyView;
import vn.onshore.residency.verify.Verifier;

/** What was asked, answered by every usable boundary of a cluster, or of files. */
final class Question {
    private final ObjectSource objects;
    private final BoundaryRegister register;

    Question(ObjectSource objects, Clock clock) {
        this.objects = objects;
        register = new BoundaryRegister(objects, clock);
        register.rebuild();
    }

    /** Answers by one boundary; none if it knows nothing of what was asked. */
    private interface ByBoundary {
        Optional<Answer> answer(BoundaryRegister.Entry entry, Boundary boundary);
    }

    List<Answer> host(String host) {
        return each((entry, boundary) -> Optional.of(answer("host " + host, entry, boundary, boundary.host(host))));
    }

    List<Answer> address(String ip) {
        return each((entry, boundary) -> Optional.of(answer("ip " + ip, entry, boundary, boundary.address(ip))));
    }

    List<Answer> node(String name) {
        return each((entry, boundary) -> standing(entry, name)
                .map(standing -> answer("node " + name, entry, boundary, standing.whereabouts())
                        .with(policies(entry, boundary, standing), statements(entry, name), List.of())));
    }

    /** Where the pod's node stands, and what every policy finds on the pod. */
    List<Answer> pod(Manifest pod) {
        var what = "pod " + pod.namespace() + "/" + pod.name();
        var node = pod.tree().at("spec", "nodeName").text();
        return each((entry, boundary) -> {
            var standing = node.isEmpty() ? Optional.<NodeStanding>empty() : standing(entry, node);
            var where = standing.map(NodeStanding::whereabouts)
                    .orElseGet(() -> Whereabouts.unknown(
                            node.isEmpty() ? "the pod runs on no node yet" : "there is no node " + node));
            var notes = new ArrayList<String>();
            if (!node.isEmpty()) {
                notes.add("runs on node " + node);
                notes.addAll(statements(entry, node));
            }
            var findings = new ArrayList<Finding>();
            var policies = governing(entry, boundary, pod, findings);
            standing.ifPresent(seen -> policies(entry, boundary, seen)
                    .forEach((policy, eligible) ->
                            policies.computeIfPresent(policy, (name, governs) -> governs + ", its node: " + eligible)));
            return Optional.of(answer(what, entry, boundary, where).with(policies, notes, findings));
        });
    }

    private List<Answer> each(ByBoundary question) {
        return register.all()
                .flatMap(entry ->
                        entry.boundary() == null ? Stream.empty() : question.answer(entry, entry.boundary()).stream())
                .toList();
    }

    private static Optional<NodeStanding> standing(BoundaryRegister.Entry entry, String node) {
        return Optional.ofNullable(entry.nodes().get(node));
    }

    private static Answer answer(String what, BoundaryRegister.Entry entry, Boundary boundary, Whereabouts where) {
        var verdict = boundary.territory(List.of()).judge(where);
        return new Answer(what, entry.name(), where, verdict, Map.of(), List.of(), List.of());
    }

    /** What attestations say of the node, and whether they hold. */
    private List<String> statements(BoundaryRegister.Entry entry, String node) {
        return register.reviews(entry.name())
                .filter(review ->
                        review.statement() != null && review.statement().node().equals(node))
                .map(review -> "SiteAttestation " + review.attestation() + ": "
                        + review.refused()
                                .map(refused -> refused.reason() + ", " + refused.sentence())
                                .orElse("holds until " + review.statement().expiresAt()))
                .toList();
    }

    private Map<String, String> policies(BoundaryRegister.Entry entry, Boundary boundary, NodeStanding standing) {
        var policies = new TreeMap<String, String>();
        specs(entry).forEach((name, spec) -> {
            var minimum = spec.minimumNodeEvidence();
            var territory = boundary.territory(spec.sites());
            if (minimum != null) {
                policies.put(
                        name,
                        Eligibility.qualifies(standing, territory, minimum)
                                ? "eligible"
                                : Eligibility.reason(standing, territory, minimum));
            }
        });
        return policies;
    }

    /** Which policies govern the pod; what they find is added to the findings, one for each rule, the worst. */
    private Map<String, String> governing(
            BoundaryRegister.Entry entry, Boundary boundary, Manifest pod, List<Finding> findings) {
        var policies = new TreeMap<String, String>();
        var worst = new TreeMap<String, Finding>();
        var lookup = new LiveLookup(objects, entry);
        specs(entry).forEach((name, spec) -> {
            var view = PolicyView.of(name, spec, entry.spec(), boundary);
            if (view.governance(pod.namespace(), lookup) == Governance.Governed) {
                policies.put(name, "governs it");
                new Verifier(view, lookup)
                        .judge(pod)
                        .forEach(finding -> worst.merge(finding.rule(), finding, Question::worse));
            }
        });
        findings.addAll(worst.values());
        return policies;
    }

    private static Finding worse(Finding one, Finding other) {
        return Verifier.severity(one.verdict()) >= Verifier.severity(other.verdict()) ? one : other;
    }

    /** The policies by this boundary; one that cannot be read does not stop the others. */
    private Map<String, DataResidencySpec> specs(BoundaryRegister.Entry entry) {
        var specs = new LinkedHashMap<String, DataResidencySpec>();
        objects.all(Watched.RESIDENCY).forEach(policy -> {
            var spec = spec(policy);
            if (spec != null && spec.boundaryRef().name().equals(entry.name())) {
                specs.put(policy.name(), spec);
            }
        });
        return specs;
    }

    private static @Nullable DataResidencySpec spec(Manifest policy) {
        try {
            return Json.convert(policy.tree().at("spec").fields(), DataResidencySpec.class);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
