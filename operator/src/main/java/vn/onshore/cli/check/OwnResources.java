package vn.onshore.cli.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.SiteAttestationSpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.verify.PolicyView;

/** Our own resources among the input: boundaries and policies that can be used, and what is wrong with the others. */
public final class OwnResources {
    private static final List<String> TOP = List.of("apiVersion", "kind", "metadata", "spec", "status");

    private final List<Manifest> manifests;
    private final Map<String, Read<OnshoreBoundarySpec>> boundaries = new LinkedHashMap<>();
    private final Map<String, Read<DataResidencySpec>> policies = new LinkedHashMap<>();
    private final Map<String, Read<NetworkIsolationSpec>> isolations = new LinkedHashMap<>();
    private final Set<String> brokenBoundaries = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private record Read<T>(Manifest manifest, T spec) {}

    private OwnResources(List<Manifest> manifests) {
        this.manifests = manifests;
    }

    /** Those among some manifests; the others do not matter. */
    public static OwnResources of(List<Manifest> manifests) {
        var own = new OwnResources(manifests);
        manifests.stream().filter(OwnResources::isOwn).forEach(own::add);
        return own;
    }

    static boolean isOwn(Manifest manifest) {
        return manifest.group().equals(ApiGroup.NAME);
    }

    /** Whether there are NetworkIsolations among them, of whatever use. */
    boolean declareZones() {
        return manifests.stream().anyMatch(manifest -> manifest.is(ApiGroup.NAME, "NetworkIsolation"));
    }

    /** What cannot be used and why; whole only after {@link #views()} and {@link #isolations} have been asked for. */
    public List<Problem> problems() {
        return problems;
    }

    /** What is odd but used. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** All objects as a server would store them: boundaries and policies have the defaults of what was left out. */
    public List<Manifest> asStored() {
        return manifests.stream().map(this::stored).toList();
    }

    private Manifest stored(Manifest manifest) {
        @Nullable
        Read<?> read = switch (manifest.kind()) {
            case "OnshoreBoundary" -> boundaries.get(manifest.name());
            case "DataResidency" -> policies.get(manifest.name());
            case "NetworkIsolation" -> isolations.get(manifest.name());
            default -> null;
        };
        if (read == null || read.manifest() != manifest) {
            return manifest;
        }
        var tree = new LinkedHashMap<>(manifest.tree().fields());
        tree.put("spec", Json.toMap(read.spec()));
        return new Manifest(new Tree(tree), manifest.source());
    }

    /** The policies that can be judged by, with what was wrong told among {@link #problems()}. */
    public List<PolicyView> views() {
        var compiled = compile();
        var views = new ArrayList<PolicyView>();
        policies.forEach((name, policy) -> {
            var wanted = policy.spec.boundaryRef().name();
            var boundary = compiled.get(wanted);
            if (boundary == null) {
                withoutBoundary(policy.manifest, wanted);
                return;
            }
            var unknown = new ArrayList<>(policy.spec.sites());
            unknown.removeAll(boundary.sites());
            if (unknown.isEmpty()) {
                views.add(PolicyView.of(name, policy.spec, boundaries(wanted), boundary));
            } else {
                problem(
                        policy.manifest,
                        "spec.sites",
                        "names " + Quoted.shortened(unknown.getFirst()) + ", which is no site of the boundary "
                                + Quoted.shortened(wanted));
            }
        });
        return views;
    }

    private void withoutBoundary(Manifest manifest, String wanted) {
        if (!brokenBoundaries.contains(wanted)) {
            problem(
                    manifest,
                    "spec.boundaryRef.name",
                    "names the boundary " + Quoted.shortened(wanted)
                            + ", which is not in the input; add it with --boundary FILE");
        }
    }

    /**
     * The NetworkIsolations that can be used, with what is wrong with the others told among {@link #problems()}.
     *
     * @param namespaces that are in the input: none may be in two zones
     * @param now when they would be applied: break-glass must end within a day of it
     */
    public List<String> isolations(List<Namespace> namespaces, Instant now) {
        var sound = new ArrayList<String>();
        isolations.forEach((name, isolation) -> {
            var wanted = isolation.spec.boundaryRef().name();
            if (!boundaries.containsKey(wanted)) {
                withoutBoundary(isolation.manifest, wanted);
                return;
            }
            var reading =
                    IsolationReading.of(name, isolation.spec, boundaries(wanted).sites(), namespaces, now);
            reading.problems().forEach(flaw -> problem(isolation.manifest, flaw.field(), flaw.sentence()));
            reading.warnings().forEach(odd -> warn(isolation.manifest, odd.field(), odd.sentence()));
            if (reading.problems().isEmpty()) {
                sound.add(name);
            }
        });
        return sound;
    }

    private OnshoreBoundarySpec boundaries(String name) {
        return Objects.requireNonNull(boundaries.get(name)).spec;
    }

    private Map<String, Boundary> compile() {
        var specs = new LinkedHashMap<String, OnshoreBoundarySpec>();
        boundaries.forEach((name, read) -> specs.put(name, read.spec));
        var conflicts = Boundary.conflicts(specs);
        var compiled = new HashMap<String, Boundary>();
        boundaries.forEach((name, read) -> {
            var result = Boundary.compile(read.spec);
            var flaws = new ArrayList<>(result.problems());
            flaws.addAll(conflicts.getOrDefault(name, List.of()));
            flaws.forEach(flaw -> problem(read.manifest, flaw.field(), flaw.sentence()));
            if (result instanceof Boundary.Sound(var boundary) && flaws.isEmpty()) {
                compiled.put(name, boundary);
            } else {
                brokenBoundaries.add(name);
            }
        });
        return compiled;
    }

    private void add(Manifest manifest) {
        if (!manifest.apiVersion().equals(ApiGroup.API_VERSION)) {
            problem(manifest, "apiVersion", "is none that this program reads; use " + ApiGroup.API_VERSION);
            return;
        }
        switch (manifest.kind()) {
            case "OnshoreBoundary" -> boundary(manifest);
            case "DataResidency" -> policy(manifest);
            case "NetworkIsolation" -> isolation(manifest);
            case "SiteAttestation" -> spec(SiteAttestationSpec.class, manifest);
            default -> warn(manifest, "kind", "is none that this program knows");
        }
    }

    private void boundary(Manifest manifest) {
        var spec = spec(OnshoreBoundarySpec.class, manifest);
        if (spec == null) {
            brokenBoundaries.add(manifest.name());
        } else {
            keep(boundaries, manifest, spec);
        }
    }

    private void policy(Manifest manifest) {
        var spec = spec(DataResidencySpec.class, manifest);
        if (spec == null) {
            return;
        }
        var selector = spec.namespaceSelector();
        if (selector.getMatchLabels().isEmpty()
                && selector.getMatchExpressions().isEmpty()) {
            problem(manifest, "spec.namespaceSelector", "is empty and would select every namespace; name a label");
        } else {
            keep(policies, manifest, spec);
        }
    }

    private void isolation(Manifest manifest) {
        var spec = spec(NetworkIsolationSpec.class, manifest);
        if (spec != null) {
            keep(isolations, manifest, spec);
        }
    }

    /** Of one name the last one counts, because that is what stays after {@code kubectl apply} of the same files. */
    private <T> void keep(Map<String, Read<T>> kept, Manifest manifest, T spec) {
        var before = kept.put(manifest.name(), new Read<>(manifest, spec));
        if (before != null && !before.spec.equals(spec)) {
            warn(before.manifest, "metadata.name", "stands again at " + place(manifest) + ", and the last one counts");
        }
    }

    private static String place(Manifest manifest) {
        var source = manifest.source();
        return source == null ? "-" : source.file() + ":" + source.line();
    }

    private <T extends Record> @Nullable T spec(Class<T> type, Manifest manifest) {
        var tree = manifest.tree();
        for (var field : tree.fields().keySet()) {
            if (!TOP.contains(field)) {
                warn(manifest, Quoted.shortened(field), "is not a field of this resource");
            }
        }
        if (manifest.name().isEmpty()) {
            problem(manifest, "metadata.name", "is required");
            return null;
        }
        BiConsumer<String, String> problem = (field, sentence) -> problem(manifest, field, sentence);
        BiConsumer<String, String> warning = (field, sentence) -> warn(manifest, field, sentence);
        var spec = tree.at("spec");
        return SpecReader.read(type, spec.isPresent() ? spec : new Tree(Map.of()), "spec", problem, warning);
    }

    private void problem(Manifest manifest, String field, String sentence) {
        problems.add(located(manifest, field, sentence));
    }

    private void warn(Manifest manifest, String field, String sentence) {
        warnings.add(located(manifest, field, sentence));
    }

    private static Problem located(Manifest manifest, String field, String sentence) {
        var source = manifest.source();
        var text = manifest.kind() + " " + Quoted.shortened(manifest.name()) + ": " + field + ": "
                + Quoted.printable(sentence);
        return new Problem(source == null ? "-" : source.file(), source == null ? 0 : source.line(), text);
    }
}
