package vn.onshore.isolation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.onshore.isolation.verify.ZonesSample.APP;
import static vn.onshore.isolation.verify.ZonesSample.INTERNET;
import static vn.onshore.isolation.verify.ZonesSample.STORAGE;
import static vn.onshore.isolation.verify.ZonesSample.pod;
import static vn.onshore.isolation.verify.ZonesSample.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.Selector;

/** The engine's matrix and the verdicts on it, for a world of three pods behind walls. */
class MatrixVerdictsTest {
    private final ZonesSample sample = new ZonesSample();

    MatrixVerdictsTest() {
        for (var zone : List.of("storage", "app", "edge")) {
            sample.pods.add(pod(zone, zone + "-0", "10.0.0." + (sample.pods.size() + 1), false));
            sample.policies.add(policy(zone, "default-deny", List.of(), List.of()));
        }
    }

    private static Policy policy(String namespace, String name, List<Peer> ingress, List<Peer> egress) {
        return new Policy(
                new Policy.Id("NetworkPolicy", namespace, name),
                Tier.NetworkPolicy,
                0,
                PodSelection.in(namespace, Selector.EVERYTHING),
                true,
                true,
                rules(ingress),
                rules(egress));
    }

    private static List<Rule> rules(List<Peer> peers) {
        var rules = new ArrayList<Rule>();
        peers.forEach(peer -> rules.add(new Rule(rules.size(), "", Action.Allow, List.of(peer), List.of())));
        return rules;
    }

    private ZoneVerdicts verdicts() {
        var inputs = sample.inputs();
        var matrix = Reachability.of(inputs.world(), DatapathProfile.Worst, inputs.plan())
                .zones();
        sample.cells.clear();
        sample.cells.addAll(matrix.cells());
        return sample.verdicts();
    }

    @Test
    void wallsHold() {
        assertThat(verdicts().overall()).isEqualTo(Standing.ISOLATED);
    }

    @Test
    void anOpenFamilyIsALeak() {
        sample.policies.add(policy("storage", "v6", List.of(), List.of(new Peer.Addresses(AddressSet.ALL_V6))));
        var verdict = verdicts().between(STORAGE, INTERNET).orElseThrow();
        assertThat(verdict.standing()).isEqualTo(Standing.LEAK);
        assertThat(verdict.leaks()).isEqualTo(1);
        assertThat(verdict.witnesses().getFirst()).startsWith("storage/storage-0 can open all to ::");
        assertThat(sample.between(APP, INTERNET).standing()).isEqualTo(Standing.ISOLATED);
    }

    @Test
    void aWayOverAnotherZoneIsALeak() {
        sample.policies.add(policy("app", "out", List.of(), List.of(new Peer.Addresses(set("8.0.0.0/8")))));
        sample.policies.add(policy(
                "app",
                "in",
                List.of(new Peer.Pods(PodSelection.across(Selector.of(Map.of("zone", "edge")), Selector.EVERYTHING))),
                List.of()));
        sample.policies.add(policy(
                "edge",
                "to-app",
                List.of(),
                List.of(new Peer.Pods(PodSelection.across(Selector.of(Map.of("zone", "app")), Selector.EVERYTHING)))));
        var verdict = verdicts().between(ZonesSample.EDGE, INTERNET).orElseThrow();
        assertThat(verdict.standing()).isEqualTo(Standing.LEAK);
        assertThat(verdict.path()).hasSize(2);
        assertThat(verdict.witnesses())
                .singleElement()
                .asString()
                .startsWith("in several steps: edge/edge-0 to app/app-0");
    }

    @Test
    void aRuleForPodsThatMayComeIsALeakWithoutPods() {
        sample.policies.add(policy(
                "storage",
                "team",
                List.of(new Peer.Pods(
                        PodSelection.across(Selector.of(Map.of("zone", "edge")), Selector.of(Map.of("app", "later"))))),
                List.of()));
        sample.policies.add(policy("edge", "out", List.of(), List.of(new Peer.Everyone())));
        var verdict = verdicts().between(ZonesSample.EDGE, STORAGE).orElseThrow();
        assertThat(verdict.standing()).isEqualTo(Standing.LEAK);
        assertThat(verdict.leaks()).isZero();
        assertThat(verdict.witnesses()).anyMatch(witness -> witness.contains("labels app=later"));
    }
}
