package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.onshore.admission.CelPolicy;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.Boundary;
import vn.onshore.boundary.EvidenceLevel;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Lookup;
import vn.onshore.residency.verify.NodeView;
import vn.onshore.residency.verify.PolicyView;
import vn.onshore.residency.verify.Verifier;

/**
 * The guards and the verifier share no code. On the same objects a guard must refuse exactly what the verifier finds NotMet
 * or Unknown, except where {@link #KNOWN} says why not. {@code -Dseed=N} repeats a run.
 */
class DifferentialTest {
    private static final int OBJECTS = 1_000;

    /** A disagreement that is meant. */
    private record Known(String why, boolean guardRefuses, Predicate<String> object) {}

    private static final List<Known> KNOWN = List.of(new Known(
            "a name in Unicode: CEL has no IDNA, so it is to be written in ASCII",
            true,
            object -> object.contains("đ")));

    /** Rules of the verifier that no guard speaks of. */
    private static final List<String> VERIFIER_ONLY = List.of("E23");

    private final Verifier verifier;
    private final Map<String, CelPolicy> guards = new HashMap<>();

    DifferentialTest() throws IOException {
        var yaml = new ObjectMapper(new YAMLFactory());
        var boundarySpec = yaml.readValue(resource("boundary.yaml"), OnshoreBoundarySpec.class);
        var policySpec = yaml.readValue(resource("policy.yaml"), DataResidencySpec.class);
        var compiled = Boundary.compile(boundarySpec);
        assertThat(compiled.problems()).isEmpty();
        var boundary = compiled.sound().orElseThrow();
        verifier = new Verifier(PolicyView.of("citizen-data", policySpec, boundarySpec, boundary), new Cluster());
        var cluster = new GuardInputs.Cluster(
                List.of("hn-node-1"), Samples.OPERATOR, Samples.CANARY, "cluster.local", Samples.SERVER_WITH_SNAPSHOTS);
        var inputs = GuardInputs.of(
                new GuardInputs.Owner("citizen-data", "uid"), policySpec, boundary, List.of("kube-system"), cluster);
        GuardCompiler.compile(inputs).objects().stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicy"))
                .forEach(
                        policy -> guards.put(policy.name().replace("onshore-citizen-data-", ""), CelPolicy.of(policy)));
    }

    @TestFactory
    Stream<DynamicTest> guardsAndVerifierAgree() {
        return Stream.of(
                agree("pods", RandomObjects::pod),
                agree("storageclasses", RandomObjects::storageClass),
                agree("persistentvolumes", RandomObjects::persistentVolume),
                agree("volumesnapshotclasses", RandomObjects::snapshotClass),
                agree("volumesnapshotcontents", RandomObjects::snapshotContent),
                agree("services", RandomObjects::service),
                agree("endpointslices", RandomObjects::endpointSlice),
                agree("endpoints", RandomObjects::endpoints),
                agree("admission-webhooks", RandomObjects::webhook),
                agree("conversion-webhooks", RandomObjects::customResource));
    }

    private DynamicTest agree(String guard, Function<RandomObjects, Map<String, Object>> make) {
        return DynamicTest.dynamicTest(guard, () -> {
            var seed = Long.getLong("seed", new Random().nextLong());
            var objects = new RandomObjects(seed);
            var refused = 0;
            for (var i = 0; i < OBJECTS; i++) {
                var object = make.apply(objects);
                var refusal = Objects.requireNonNull(guards.get(guard)).refusal(object, null, REQUEST);
                var findings = findings(object);
                refused += refusal.isEmpty() ? 0 : 1;
                if (refusal.isEmpty() != findings.isEmpty() && !known(object, !refusal.isEmpty())) {
                    assertThat("guard: " + refusal)
                            .as("seed %d, object %s", seed, Samples.json(object))
                            .isEqualTo("verifier: " + findings);
                }
            }
            assertThat(refused).as("both kinds of answers, seed %d", seed).isBetween(OBJECTS / 100, OBJECTS * 99 / 100);
        });
    }

    private static final Map<String, Object> REQUEST = Map.of(
            "operation", "CREATE", "userInfo", Map.of("username", "an", "groups", List.of("system:authenticated")));

    private static boolean known(Map<String, Object> object, boolean guardRefuses) {
        var json = Samples.json(object);
        return KNOWN.stream().anyMatch(known -> known.guardRefuses == guardRefuses && known.object.test(json));
    }

    /** What the verifier holds against the object. */
    private List<String> findings(Map<String, Object> object) {
        return verifier.judge(Manifest.of(object)).stream()
                .filter(finding -> !VERIFIER_ONLY.contains(finding.rule()))
                .filter(finding -> finding.verdict() == Verdict.NotMet || finding.verdict() == Verdict.Unknown)
                .map(finding -> finding.rule() + " " + finding.verdict() + ": " + finding.message())
                .toList();
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(DifferentialTest.class.getResourceAsStream(name));
    }

    /** One governed namespace, a node that qualifies and one that does not. */
    private static final class Cluster implements Lookup {
        @Override
        public Optional<Map<String, String>> namespaceLabels(String namespace) {
            return Optional.of(Map.of("onshore.vn/residency", "vietnam"));
        }

        @Override
        public Optional<NodeView> node(String name) {
            return switch (name) {
                case "hn-node-1" ->
                    Optional.of(view(name, Whereabouts.atSite("hn-01", EvidenceLevel.Attested, "test")));
                case "sgp-node-1" -> Optional.of(view(name, Whereabouts.inCountry("SG", "test")));
                default -> Optional.empty();
            };
        }

        private static NodeView view(String name, Whereabouts whereabouts) {
            var node = Manifest.of(Map.of("apiVersion", "v1", "kind", "Node", "metadata", Map.of("name", name)));
            return new NodeView(NodeFacts.of(node, null), whereabouts, null);
        }

        @Override
        public boolean isLive() {
            return false;
        }
    }
}
