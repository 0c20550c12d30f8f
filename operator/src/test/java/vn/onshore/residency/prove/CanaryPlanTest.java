package vn.onshore.residency.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Locator;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Territory;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.prove.Attempt.Expected;

class CanaryPlanTest {
    /** What is wrong with these is no place. */
    private static final Set<String> NO_PLACE = Set.of(
            "pod-foreign-node-name",
            "pod-foreign-scheduler",
            "pod-blanket-toleration",
            "pod-host-network",
            "storageclass-without-topologies",
            "bind-foreign-node",
            "bind-unproven-node",
            "bind-forged-labels",
            "bind-without-kind",
            "bind-legacy-endpoint",
            "node-marked",
            "exec-by-a-stranger");

    @Test
    void everyForbiddenAttemptBreaksExactlyOneRuleAndNoAllowedOneBreaksAny() {
        for (var attempt : CanaryPlan.of(Citizens.inputs()).attempts()) {
            var outside = placesIn(attempt.request().object(), new ListedPlaces(Citizens.boundary())).stream()
                    .filter(place -> new Territory("VN", Set.of()).judge(place) != Verdict.Met)
                    .toList();
            var wanted = attempt.expected() instanceof Expected.Admitted || NO_PLACE.contains(attempt.id()) ? 0 : 1;
            assertThat(outside).as(attempt.id()).hasSize(wanted);
        }
    }

    @Test
    void everyForbiddenKindHasAnAllowedCounterpart() {
        var plan = CanaryPlan.of(Citizens.inputs());
        var forbidden = kinds(plan, true);
        assertThat(forbidden.remove("PodExecOptions")).isTrue();
        assertThat(kinds(plan, false)).isEqualTo(forbidden).hasSize(12);
        assertThat(plan.untried())
                .as("what must pass takes another account")
                .containsExactly("no exec that must pass: the canary account is in none of the groups");
        assertThat(plan.attempts()).extracting(Attempt::id).doesNotHaveDuplicates();
    }

    @Test
    void podsAreExpectedToSelectEligibleNodesWhereTheServerCanMakeThem() {
        var pod = attempt(CanaryPlan.of(Citizens.inputs()), "pod-inside");
        assertThat(pod.expected())
                .isEqualTo(new Expected.Admitted(
                        Map.of("onshore.node-restriction.kubernetes.io/residency.citizen-data", "eligible")));
    }

    @Test
    void bindsGoToEveryKindOfNodeThatDoesNotQualify() {
        var plan = CanaryPlan.of(Citizens.inputs());
        assertThat(target(plan, "bind-foreign-node")).isEqualTo("bkk-node-1");
        assertThat(target(plan, "bind-unproven-node")).isEqualTo("liar-node-1");
        assertThat(target(plan, "bind-forged-labels")).isEqualTo("bare-node-1");
        assertThat(target(plan, "bind-eligible-node")).isEqualTo("hcm-node-1");
        var forged = attempt(plan, "bind-without-kind").request().object();
        assertThat(forged.at("target", "kind").isPresent()).isFalse();
        assertThat(forged.at("metadata", "labels").textFields())
                .containsEntry(NodeFacts.REGION, "vn-north")
                .containsEntry(NodeFacts.ZONE, "vn-north-1a");
    }

    @Test
    void aLookalikeHostEndsBeyondTheAllowedOne() {
        var service = attempt(CanaryPlan.of(Citizens.inputs()), "service-lookalike-name");
        assertThat(service.request().object().at("spec", "externalName").text())
                .isEqualTo("s3.hcm.example.vn.attacker.example");
    }

    @Test
    void clusterScopedObjectsAreAppliedUnderTheOnlyNameThatTheAccountMayUse() {
        var applied = CanaryPlan.of(Citizens.inputs()).attempts().stream()
                .map(Attempt::request)
                .filter(request -> !request.path().contains("/namespaces/"))
                .toList();
        assertThat(applied).isNotEmpty().allSatisfy(request -> {
            assertThat(request.verb()).isEqualTo(ApiRequest.Verb.Apply);
            assertThat(request.path())
                    .endsWith("/" + ClusterCanary.valueOf(request.kind()).objectName());
        });
    }

    @Test
    void everyObjectSaysWhoseCanaryItIs() {
        assertThat(CanaryPlan.of(Citizens.inputs()).attempts())
                .allSatisfy(attempt -> assertThat(attempt.request()
                                .object()
                                .at("metadata", "annotations", CanaryGround.ANNOTATION)
                                .text())
                        .isEqualTo("citizen-data"));
    }

    @Test
    void whereEveryServiceAccountMayExecNobodyIsAStranger() {
        for (var groups : List.of(List.<String>of(), List.of("sre", "system:serviceaccounts:ci"))) {
            var plan = CanaryPlan.of(Citizens.inputs(wish -> wish.groups = groups));
            assertThat(plan.attempts()).extracting(Attempt::id).doesNotContain("exec-by-a-stranger");
            assertThat(plan.untried().isEmpty()).isEqualTo(groups.isEmpty());
        }
    }

    @Test
    void auditPromisesNothing() {
        var plan = CanaryPlan.of(Citizens.inputs(Mode.Audit, Citizens.boundary(), Citizens.NODES));
        assertThat(plan.attempts()).isEmpty();
        assertThat(new Proof(Instant.EPOCH, List.of(), plan.untried()).verdict())
                .isInstanceOf(Proof.Verdict.Inconclusive.class);
    }

    @Test
    void warnPromisesWarnings() {
        var plan = CanaryPlan.of(Citizens.inputs(Mode.Warn, Citizens.boundary(), Citizens.NODES));
        assertThat(plan.attempts())
                .noneMatch(attempt -> attempt.expected() instanceof Expected.Refused)
                .anyMatch(attempt -> attempt.expected() instanceof Expected.Warned);
        assertThat(attempt(plan, "pod-inside").expected()).isEqualTo(new Expected.Admitted(Map.of()));
    }

    @Test
    void aBoundaryThatListsNothingStillAttacksAndSaysWhatItCannotTry() {
        var site = Citizens.boundary().sites().getFirst();
        var bare = new OnshoreBoundarySpec(
                "VN",
                List.of(new Site(site.id(), site.province(), null, null, null, List.of(), List.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                null,
                null);
        var plan = CanaryPlan.of(Citizens.inputs(Mode.Enforce, bare, List.of()));
        assertThat(kinds(plan, true)).contains("Binding", "Pod", "Service", "EndpointSlice", "PersistentVolume");
        assertThat(target(plan, "bind-foreign-node")).isEqualTo("onshore-canary-nowhere");
        assertThat(plan.untried())
                .anyMatch(sentence -> sentence.contains("no node is eligible"))
                .anyMatch(sentence -> sentence.contains("no registry"))
                .anyMatch(sentence -> sentence.contains("no StorageClass"));
    }

    @Test
    void aNamespaceUnderPodSecurityCannotTryTheHostNetwork() {
        var restricted = new CanaryInputs.Namespace(
                Citizens.inputs().namespace().name(), Map.of("pod-security.kubernetes.io/enforce", "baseline"));
        var plan = CanaryPlan.of(Citizens.inputs(wish -> wish.namespace = restricted));
        assertThat(plan.attempts()).extracting(Attempt::id).doesNotContain("pod-host-network");
        assertThat(plan.untried()).anyMatch(sentence -> sentence.contains("enforce=baseline"));
    }

    @Test
    void aPolicyForOneSiteTakesItsExamplesThere() {
        var plan = CanaryPlan.of(Citizens.inputs(wish -> wish.territory = new Territory("VN", Set.of("hn-01"))));
        assertThat(attempt(plan, "service-inside")
                        .request()
                        .object()
                        .at("spec", "externalName")
                        .text())
                .isEqualTo("s3.hn.example.vn");
        assertThat(attempt(plan, "endpointslice-inside").sentence()).endsWith("10.10.0.2");
    }

    private static Set<String> kinds(CanaryPlan plan, boolean forbidden) {
        return plan.attempts().stream()
                .filter(attempt -> attempt.expected() instanceof Expected.Admitted != forbidden)
                .map(attempt -> attempt.request().kind())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String target(CanaryPlan plan, String id) {
        return attempt(plan, id).request().object().at("target", "name").text();
    }

    private static Attempt attempt(CanaryPlan plan, String id) {
        return plan.attempts().stream()
                .filter(attempt -> attempt.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Every place that an object names, one entry each. */
    private static List<Whereabouts> placesIn(Tree object, Locator locator) {
        var places = new ArrayList<Whereabouts>();
        var spec = object.at("spec");
        texts(spec.at("externalName")).map(locator::host).forEach(places::add);
        spec.at("externalIPs").texts().stream().map(locator::address).forEach(places::add);
        texts(spec.at("nfs", "server")).map(server -> nfs(server, locator)).forEach(places::add);
        spec.at("hostAliases")
                .items()
                .forEach(alias -> places.add(locator.address(alias.at("ip").text())));
        spec.at("containers")
                .items()
                .forEach(c -> places.add(locator.registry(c.at("image").text())));
        object.at("endpoints").items().stream()
                .flatMap(endpoint -> endpoint.at("addresses").texts().stream())
                .map(locator::address)
                .forEach(places::add);
        object.at("subsets").items().stream()
                .flatMap(subset -> subset.at("addresses").items().stream())
                .forEach(address -> places.add(locator.address(address.at("ip").text())));
        Stream.concat(object.at("webhooks").items().stream(), Stream.of(spec.at("conversion", "webhook")))
                .flatMap(hook -> texts(hook.at("clientConfig", "url")))
                .map(locator::url)
                .forEach(places::add);
        var driver = object.at("provisioner").text() + object.at("driver").text();
        locator.parameters(driver, object.at("parameters").textFields()).forEach(p -> places.add(p.whereabouts()));
        expressions(object)
                .forEach(expression -> expression.at("values").texts().stream()
                        .map(value -> locator.topology(expression.at("key").text(), value))
                        .forEach(places::add));
        return places;
    }

    private static Stream<Tree> expressions(Tree object) {
        return Stream.concat(
                object.at("allowedTopologies").items().stream()
                        .flatMap(term -> term.at("matchLabelExpressions").items().stream()),
                object.at("spec", "nodeAffinity", "required", "nodeSelectorTerms").items().stream()
                        .flatMap(term -> term.at("matchExpressions").items().stream()));
    }

    private static Whereabouts nfs(String server, Locator locator) {
        return server.matches("[0-9.]+") ? locator.address(server) : locator.host(server);
    }

    private static Stream<String> texts(Tree place) {
        return place.isPresent() ? Stream.of(place.text()) : Stream.empty();
    }
}
