package vn.onshore.residency.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencySpec.NodeEvidence;
import vn.onshore.api.v1alpha1.LocalReference;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.Samples;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Verdict;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.Coverage;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.residency.verify.GroupKind;
import vn.onshore.residency.verify.PolicyView;

/** What of a judgement holds when that changes by which it was made. Pods are watched here, Deployments are only swept. */
class PolicyWatchTest {
    private static final String GOVERNED = "onshore.vn/residency";

    private final List<Manifest> objects = new ArrayList<>();
    private final ObjectSource source = new ObjectSource() {
        @Override
        public Stream<Manifest> all(Watched kind) {
            return objects.stream()
                    .filter(object -> object.is(kind.kind().group(), kind.kind().kind()));
        }

        @Override
        public Optional<Manifest> get(Watched kind, @Nullable String namespace, String name) {
            return all(kind).filter(object -> object.name().equals(name)).findFirst();
        }
    };
    private final BoundaryRegister register = new BoundaryRegister(source, Clock.systemUTC());
    private final LiveLookup lookup = new LiveLookup(source, register, "vietnam");

    PolicyWatchTest() {
        objects.add(Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", "shop", "labels", Map.of(GOVERNED, "vietnam")))));
        objects.add(Manifest.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "free"))));
        objects.add(Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", "p", "namespace", "shop"),
                "spec",
                Map.of("hostNetwork", true))));
    }

    private static PolicyView view(String governed, String... sites) {
        var spec = new DataResidencySpec(
                new LocalReference("vietnam"),
                new LabelSelectorBuilder().addToMatchLabels(GOVERNED, governed).build(),
                List.of(sites),
                Mode.Enforce,
                NodeEvidence.Provider,
                List.of(),
                null,
                false,
                List.of(),
                "60s",
                false);
        return PolicyView.of("citizen-data", spec, Samples.spec(), Samples.boundary());
    }

    private static Manifest deployment(String name, Map<String, ?> spec) {
        return Manifest.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", name, "namespace", "shop"),
                "spec",
                Map.of("template", Map.of("spec", spec))));
    }

    private static void sweep(PolicyWatch watch, Manifest... deployments) {
        watch.lookBegins();
        var mark = watch.book().mark();
        for (var deployment : deployments) {
            watch.judge(deployment);
        }
        watch.book().forgetUnseen("apps/Deployment", mark);
        var counts = new HashMap<GroupKind, Long>();
        counts.put(new GroupKind("apps", "Deployment"), (long) deployments.length);
        counts.put(new GroupKind("", "Pod"), 1L);
        counts.put(new GroupKind("batch", "Job"), 0L);
        watch.lookEnded(new Sweep.Result(Instant.EPOCH.plusSeconds(1), counts, Map.of()));
    }

    private PolicyWatch swept(Manifest... deployments) {
        var watch = new PolicyWatch("vietnam", view("vietnam"), lookup);
        watch.judgeAll(source);
        assertThat(watch.look()).isEqualTo(Look.NONE);
        sweep(watch, deployments);
        assertThat(watch.look().outdated()).isEmpty();
        return watch;
    }

    private static Verdict verdict(PolicyWatch watch, String rule) {
        var look = watch.look();
        var reach = new Coverage.Reach(true, look.sweep().unread().keySet(), look.outdated());
        return Coverage.of(watch.book().summary(9), reach, List.of(), LocalDate.EPOCH).rows().stream()
                .filter(row -> row.exit().id().equals(rule))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    /** What needs attention by a rule. */
    private static List<Finding> found(PolicyWatch watch, String rule) {
        return watch.book().summary(9).first().stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }

    @Test
    void ofAnotherBoundaryOnlyWhatTheNextSweepHasToReadIsOutdated() {
        var watch = swept(deployment("web", Map.of()));
        assertThat(verdict(watch, "E25")).isEqualTo(Verdict.Met);
        var next = watch.renewed("vietnam", view("vietnam", "hn-01"), lookup);
        next.judgeAll(source);
        assertThat(next.look().sweep()).isSameAs(watch.look().sweep());
        assertThat(next.look().outdated()).containsKeys("E05", "E10", "E25").doesNotContainKeys("E01", "E09", "E42");
        assertThat(verdict(next, "E25")).isEqualTo(Verdict.Unknown);
        assertThat(verdict(next, "E26")).as("what was not there before").isEqualTo(Verdict.NotApplicable);
        sweep(next, deployment("web", Map.of()));
        assertThat(verdict(next, "E25")).isEqualTo(Verdict.Met);
    }

    @Test
    void whatIsWatchedIsJudgedAtOnce() {
        var watch = swept();
        assertThat(verdict(watch, "E10")).isEqualTo(Verdict.NotMet);
        var next = watch.renewed("vietnam", view("elsewhere"), lookup);
        next.judgeAll(source);
        assertThat(verdict(next, "E10")).isEqualTo(Verdict.NotApplicable);
    }

    @Test
    void aViolationStaysUntilTheSweepSaysOtherwise() {
        var foreign = deployment("web", Map.of("schedulerName", "foreign"));
        var watch = swept(foreign);
        var next = watch.renewed("vietnam", view("vietnam", "hn-01"), lookup);
        next.judgeAll(source);
        assertThat(verdict(next, "E05")).isEqualTo(Verdict.NotMet);
        assertThat(next.book().summary(9).first())
                .extracting(finding -> finding.subject().name())
                .contains("web");
        sweep(next);
        assertThat(next.book().summary(9).first())
                .extracting(finding -> finding.subject().name())
                .doesNotContain("web");
    }

    @Test
    void anotherSelectionOutdatesWhateverSpeaksOfGovernedObjects() {
        var next = swept(deployment("web", Map.of())).renewed("vietnam", view("elsewhere"), lookup);
        assertThat(next.look().outdated()).containsKeys("E09", "E25");
    }

    @Test
    void aPolicyThatWasNeverSweptStaysSo() {
        var next = new PolicyWatch("vietnam", view("vietnam"), lookup).renewed("vietnam", view("elsewhere"), lookup);
        assertThat(next.look()).isEqualTo(Look.NONE);
    }

    @Test
    void nodesThatMoveOutdateOnlyWhatAskedForThem() {
        var watch = swept(deployment("web", Map.of()));
        watch.nodesMoved(source);
        assertThat(watch.look().outdated()).isEmpty();
        sweep(watch, deployment("web", Map.of()), deployment("pinned", Map.of("nodeName", "hn-1")));
        watch.nodesMoved(source);
        assertThat(watch.look().outdated()).containsKey("E05").doesNotContainKeys("E01", "E09");
        sweep(watch, deployment("web", Map.of()), deployment("pinned", Map.of()));
        watch.nodesMoved(source);
        assertThat(watch.look().outdated()).isEmpty();
    }

    @Test
    void aChangeDuringASweepOutdatesWhatTheSweepSaw() {
        var watch = swept(deployment("web", Map.of()));
        watch.lookBegins();
        watch.namespacesMoved();
        watch.lookEnded(watch.look().sweep());
        assertThat(watch.look().outdated()).containsKey("E25");
        sweep(watch, deployment("web", Map.of()));
        assertThat(watch.look().outdated()).isEmpty();
    }

    @Test
    void whatIsNoLongerSoIsNotJudged() {
        var watch = swept();
        var before = watch.book().summary(9);
        assertThat(watch.judge(deployment("old", Map.of("hostNetwork", true)), () -> false))
                .isFalse();
        assertThat(watch.book().summary(9)).isEqualTo(before);
    }

    @Test
    void aServiceThatTheApiServerCallsIsJudgedWhereverItIs() {
        objects.add(service("free", "out", Map.of("type", "ExternalName", "externalName", "evil.sg")));
        var webhook = webhook(Map.of("service", Map.of("namespace", "free", "name", "out")));
        var watch = swept();
        assertThat(verdict(watch, "E42")).as("nobody asks for it").isEqualTo(Verdict.NotApplicable);
        assertThat(watch.judge(webhook)).isTrue();
        assertThat(verdict(watch, "E49")).isEqualTo(Verdict.Met);
        assertThat(found(watch, "E42"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("externalName evil.sg is outside")
                        .endsWith("; ValidatingWebhookConfiguration/audit leads here"));
        assertThat(watch.book().notMet(Set.of("E42"), 9))
                .as("no guard looks there")
                .isEqualTo(FindingBook.NotMet.NONE);
        objects.add(service("shop", "out", Map.of("type", "ExternalName", "externalName", "evil.sg")));
        watch.judgeAll(source);
        assertThat(watch.book().notMet(Set.of("E42"), 9).first())
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject().namespace()).isEqualTo("shop"));
        watch.forget(objects.removeLast());
        assertThat(watch.forget(webhook)).isTrue();
        assertThat(verdict(watch, "E42")).isEqualTo(Verdict.NotApplicable);
    }

    @Test
    void aChainOfNamesIsFollowedToItsEnd() {
        objects.add(
                service("free", "one", Map.of("type", "ExternalName", "externalName", "two.free.svc.cluster.local")));
        objects.add(service("free", "two", Map.of("type", "ExternalName", "externalName", "ONE.free.svc.")));
        var start = service("shop", "start", Map.of("type", "ExternalName", "externalName", "one.free.svc"));
        objects.add(start);
        var watch = swept();
        assertThat(verdict(watch, "E42")).isEqualTo(Verdict.Met);
        objects.removeIf(object -> object.name().equals("two"));
        var end = service("free", "two", Map.of("type", "ExternalName", "externalName", "evil.sg"));
        objects.add(end);
        watch.judge(end);
        assertThat(verdict(watch, "E42")).isEqualTo(Verdict.NotMet);
        watch.forget(start);
        assertThat(found(watch, "E42")).isEmpty();
    }

    @Test
    void endpointsOfAnAggregatedApiAreJudgedUntilItIsGone() {
        objects.add(service("free", "metrics", Map.of()));
        objects.add(Manifest.of(Map.of(
                "apiVersion",
                "discovery.k8s.io/v1",
                "kind",
                "EndpointSlice",
                "metadata",
                Map.of(
                        "name",
                        "metrics-1",
                        "namespace",
                        "free",
                        "labels",
                        Map.of("kubernetes.io/service-name", "metrics")),
                "addressType",
                "IPv4",
                "endpoints",
                List.of(Map.of("addresses", List.of("203.0.113.9"))))));
        var watch = swept();
        watch.lookBegins();
        watch.judge(Manifest.of(Map.of(
                "apiVersion",
                "apiregistration.k8s.io/v1",
                "kind",
                "APIService",
                "metadata",
                Map.of("name", "v1.metrics.example"),
                "spec",
                Map.of("service", Map.of("namespace", "free", "name", "metrics")))));
        watch.lookEnded(Sweep.Result.NONE);
        assertThat(verdict(watch, "E43")).isEqualTo(Verdict.NotMet);
        var next = watch.renewed("vietnam", view("vietnam", "hn-01"), new LiveLookup(source, register, "vietnam"));
        next.judgeAll(source);
        assertThat(verdict(next, "E43")).isEqualTo(Verdict.NotMet);
        sweep(next);
        assertThat(found(next, "E43")).isEmpty();
    }

    private static Manifest service(String namespace, String name, Map<String, ?> spec) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", name, "namespace", namespace),
                "spec",
                spec));
    }

    private static Manifest webhook(Map<String, ?> client) {
        return Manifest.of(Map.of(
                "apiVersion",
                "admissionregistration.k8s.io/v1",
                "kind",
                "ValidatingWebhookConfiguration",
                "metadata",
                Map.of("name", "audit"),
                "webhooks",
                List.of(Map.of("name", "audit.example.vn", "clientConfig", client))));
    }
}
