package vn.onshore.cli.where;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.kube.ApiKind;
import vn.onshore.kube.ApiServer;
import vn.onshore.kube.Json;
import vn.onshore.kube.ListedObjects;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.Eligibility;

/** What was asked, answered by every usable boundary of a cluster. */
final class Question {
    private static final ApiKind POD = Watched.POD.kind();

    private final ApiServer server;
    private final ListedObjects objects;
    private final BoundaryRegister register;

    Question(ApiServer server, Clock clock) {
        this.server = server;
        objects = new ListedObjects(server);
        register = new BoundaryRegister(objects, clock);
        register.rebuild();
    }

    List<Answer> host(String host) {
        return each((entry, boundary) -> Optional.of(answer("host " + host, entry, boundary, boundary.host(host))));
    }

    List<Answer> address(String ip) {
        return each((entry, boundary) -> Optional.of(answer("ip " + ip, entry, boundary, boundary.address(ip))));
    }

    List<Answer> node(String name) {
        return each((entry, boundary) -> Optional.ofNullable(entry.nodes().get(name))
                .map(standing -> node("node " + name, entry, boundary, standing, List.of())));
    }

    /** Where the pod's node stands. */
    List<Answer> pod(String namespace, String name) {
        var answer = server.get(POD.path(namespace, name));
        if (!answer.ok()) {
            return List.of();
        }
        var pod = Manifest.of(answer.body().fields());
        var node = pod.tree().at("spec", "nodeName").text();
        if (node.isEmpty()) {
            return each((entry, boundary) -> Optional.of(answer(
                    "pod " + namespace + "/" + name,
                    entry,
                    boundary,
                    Whereabouts.unknown("the pod runs on no node yet"))));
        }
        return each((entry, boundary) -> Optional.ofNullable(entry.nodes().get(node))
                .map(standing -> node(
                        "pod " + namespace + "/" + name, entry, boundary, standing, List.of("runs on node " + node))));
    }

    private interface ByBoundary {
        Optional<Answer> answer(BoundaryRegister.Entry entry, Boundary boundary);
    }

    private List<Answer> each(ByBoundary question) {
        return register.all()
                .flatMap(entry ->
                        entry.boundary() == null ? Stream.empty() : question.answer(entry, entry.boundary()).stream())
                .toList();
    }

    private static Answer answer(String what, BoundaryRegister.Entry entry, Boundary boundary, Whereabouts where) {
        var verdict = boundary.territory(List.of()).judge(where);
        return new Answer(what, entry.name(), where, verdict, Map.of(), List.of());
    }

    private Answer node(
            String what, BoundaryRegister.Entry entry, Boundary boundary, NodeStanding standing, List<String> remarks) {
        var notes = new ArrayList<>(remarks);
        register.reviews(entry.name())
                .filter(review -> review.statement() != null
                        && review.statement().node().equals(standing.facts().name()))
                .forEach(review -> notes.add("SiteAttestation " + review.attestation() + ": "
                        + review.refused()
                                .map(refused -> refused.reason() + ", " + refused.sentence())
                                .orElse("holds until " + review.statement().expiresAt())));
        var where = standing.whereabouts();
        return new Answer(
                what,
                entry.name(),
                where,
                boundary.territory(List.of()).judge(where),
                policies(entry, boundary, standing),
                notes);
    }

    private Map<String, String> policies(BoundaryRegister.Entry entry, Boundary boundary, NodeStanding standing) {
        var policies = new TreeMap<String, String>();
        objects.all(Watched.RESIDENCY).forEach(policy -> {
            var spec = Json.convert(policy.tree().at("spec").fields(), DataResidencySpec.class);
            var minimum = spec.minimumNodeEvidence();
            if (spec.boundaryRef().name().equals(entry.name()) && minimum != null) {
                var territory = boundary.territory(spec.sites());
                policies.put(
                        policy.name(),
                        Eligibility.qualifies(standing, territory, minimum)
                                ? "eligible"
                                : Eligibility.reason(standing, territory, minimum));
            }
        });
        return policies;
    }
}
