package vn.onshore.cli.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.PolicyObject;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.cli.check.SpecReader;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Reading;
import vn.onshore.residency.guard.GuardCompiler;
import vn.onshore.residency.guard.GuardInputs;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.residency.guard.Guards;
import vn.onshore.residency.guard.NodeGuardCompiler;
import vn.onshore.residency.guard.StaticPolicies;
import vn.onshore.residency.prove.CanaryGround;

/** Compiles the policies of some files to static manifests. Pure. */
final class StaticExport {
    /** The first release that reads static manifests offers all of this. */
    private static final ServerFeatures SERVER = new ServerFeatures(
            36,
            Set.of(
                    PolicyObject.API_VERSION + "/validatingadmissionpolicies",
                    PolicyObject.API_VERSION + "/mutatingadmissionpolicies",
                    "snapshot.storage.k8s.io/v1/volumesnapshotclasses",
                    "snapshot.storage.k8s.io/v1/volumesnapshotcontents"));

    private final Input input;
    private final List<Manifest> objects = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * What is exported.
     *
     * @param files with policies and boundaries; other resources are passed over
     * @param nodes names of eligible nodes
     * @param nodeFiles Node resources, of which those with a policy's label are eligible
     * @param operator user name
     */
    record Input(Reading files, List<String> nodes, Reading nodeFiles, String operator, String clusterDomain) {}

    /**
     * What came of it.
     *
     * @param objects empty if there are problems
     */
    record Result(List<Manifest> objects, List<Problem> problems, List<String> notes) {}

    private StaticExport(Input input) {
        this.input = input;
    }

    static Result of(Input input) {
        var export = new StaticExport(input);
        export.compile();
        return export.problems.isEmpty()
                ? new Result(StaticPolicies.of(export.objects, input.operator), List.of(), export.notes)
                : new Result(List.of(), export.problems, export.notes);
    }

    private void compile() {
        problems.addAll(input.files.problems());
        problems.addAll(input.nodeFiles.problems());
        var boundaries = new LinkedHashMap<String, OnshoreBoundarySpec>();
        each("OnshoreBoundary", manifest -> {
            var spec = spec(OnshoreBoundarySpec.class, manifest);
            if (spec != null) {
                boundaries.put(manifest.name(), spec);
            }
        });
        boundaries.forEach(this::nodeGuard);
        each("DataResidency", manifest -> {
            var spec = spec(DataResidencySpec.class, manifest);
            if (spec != null) {
                policy(manifest, spec, boundaries);
            }
        });
        if (problems.isEmpty() && objects.isEmpty()) {
            notes.add("there is no DataResidency in mode Warn or Enforce, so there is nothing to guard");
        }
    }

    private void each(String kind, Consumer<Manifest> action) {
        input.files.manifests().stream()
                .filter(manifest -> manifest.is(ApiGroup.NAME, kind))
                .forEach(action);
    }

    private void nodeGuard(String name, OnshoreBoundarySpec spec) {
        if (spec.nodeGuard() == OnshoreBoundarySpec.NodeGuard.Taint) {
            var exempt = spec.exemptionsOrNone().nodes();
            add(NodeGuardCompiler.compile(
                    new NodeGuardCompiler.Inputs(name, "", exempt, List.of(input.operator), SERVER)));
        }
    }

    private void policy(Manifest manifest, DataResidencySpec spec, Map<String, OnshoreBoundarySpec> boundaries) {
        var wanted = boundaries.get(spec.boundaryRef().name());
        if (wanted == null) {
            problem(manifest, "spec.boundaryRef.name: this boundary is not among the files");
            return;
        }
        switch (Boundary.compile(wanted)) {
            case Boundary.Flawed(var flaws) ->
                flaws.forEach(flaw -> problem(manifest, "its boundary cannot be used: " + flaw));
            case Boundary.Sound(var boundary) ->
                add(GuardCompiler.compile(GuardInputs.of(
                        new GuardInputs.Owner(manifest.name(), ""),
                        spec,
                        boundary,
                        wanted.exemptionsOrNone().namespaces(),
                        new GuardInputs.Cluster(
                                eligible(manifest.name()),
                                input.operator,
                                canary(input.operator),
                                input.clusterDomain,
                                SERVER))));
        }
    }

    /** The canary account lives beside the operator's; empty if the operator is none. */
    private static String canary(String operator) {
        var parts = operator.split(":", -1);
        return operator.startsWith("system:serviceaccount:") && parts.length == 4 ? CanaryGround.user(parts[2]) : "";
    }

    private List<String> eligible(String policy) {
        var label = GuardNames.nodeLabel(policy);
        var labelled = input.nodeFiles.manifests().stream()
                .filter(node -> node.is("", "Node"))
                .filter(node -> GuardNames.ELIGIBLE.equals(node.labels().get(label)))
                .map(Manifest::name);
        var names = Stream.concat(input.nodes.stream(), labelled).distinct().toList();
        if (names.isEmpty()) {
            notes.add("DataResidency " + policy
                    + " has no eligible node: governed pods could run nowhere; name nodes with"
                    + " --node or --nodes-from");
        }
        return names;
    }

    private void add(Guards guards) {
        objects.addAll(guards.objects());
        guards.skipped().forEach(skipped -> notes.add(skipped.guard().id() + ": " + skipped.reason()));
    }

    private <T extends Record> @Nullable T spec(Class<T> type, Manifest manifest) {
        return SpecReader.read(
                type,
                manifest.tree().at("spec"),
                "spec",
                (field, sentence) -> problem(manifest, field + ": " + sentence),
                (field, sentence) ->
                        notes.add(manifest.kind() + " " + manifest.name() + ": " + field + ": " + sentence));
    }

    private void problem(Manifest manifest, String sentence) {
        var source = manifest.source();
        problems.add(new Problem(
                source == null ? "-" : source.file(),
                source == null ? 0 : source.line(),
                manifest.kind() + " " + manifest.name() + ": " + sentence));
    }
}
