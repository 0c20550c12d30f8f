package vn.onshore.isolation.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.engine.Change;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.World;

/** That random worlds are what tests believe of them. */
class RandomWorldsTest {
    private static final long SEED = 20_261_122;

    @Test
    void aSeedMakesTheSameWorldAndTheSameChanges() {
        var one = new RandomWorlds(SEED, Traits.EVERYTHING);
        var other = new RandomWorlds(SEED, Traits.EVERYTHING);
        var world = one.world();
        assertThat(other.world()).isEqualTo(world);
        assertThat(other.changes(world, 30)).isEqualTo(one.changes(world, 30));
    }

    @Test
    void everyShapeOccurs() {
        var seen = new HashSet<String>();
        var random = new RandomWorlds(SEED, Traits.EVERYTHING);
        for (var i = 0; i < 100; i++) {
            var world = random.world();
            look(world, seen);
            random.changes(world, 10)
                    .forEach(change -> seen.add(change.getClass().getSimpleName()));
        }
        assertThat(seen).containsAll(Set.of("host network", "no address", "two families", "unknown networks"));
        for (var shape : List.of(Change.class, Peer.class, PortMatch.class)) {
            for (var kind : shape.getPermittedSubclasses()) {
                assertThat(seen).contains(kind.getSimpleName());
            }
        }
        for (var tier : Tier.values()) {
            for (var action : tier == Tier.NetworkPolicy ? new Action[] {Action.Allow} : Action.values()) {
                assertThat(seen).contains(tier + " " + action);
            }
        }
        for (var operator : Selector.Operator.values()) {
            assertThat(seen).contains(operator.name());
        }
    }

    /** Worlds in which nearly everything is open, or nearly nothing, would let evaluators agree by chance. */
    @Test
    void answersAreOfEveryKind() {
        var random = new RandomWorlds(SEED, Traits.EVERYTHING);
        var all = 0;
        var none = 0;
        var some = 0;
        for (var i = 0; i < 40; i++) {
            var world = random.world();
            var naive = new NaiveReachability(world, DatapathProfile.Calico);
            for (var source : world.pods()) {
                for (var destination : world.pods()) {
                    var open = naive.between(source, destination);
                    all += open.isAll() ? 1 : 0;
                    none += open.isEmpty() ? 1 : 0;
                    some += open.isAll() || open.isEmpty() ? 0 : 1;
                }
            }
        }
        var asked = all + none + some;
        assertThat(List.of(all, none, some)).allMatch(count -> count > asked / 20);
    }

    @Test
    void prioritiesWithinATierAreNeverShared() {
        var random = new RandomWorlds(SEED, Traits.EVERYTHING);
        for (var i = 0; i < 20; i++) {
            var world = random.world();
            var later = Changes.after(world, random.changes(world, 50));
            for (var tier : List.of(Tier.Admin, Tier.Baseline)) {
                assertThat(later.policies())
                        .filteredOn(policy -> policy.tier() == tier)
                        .extracting(Policy::priority)
                        .doesNotHaveDuplicates();
            }
            assertThat(later.pods()).extracting(pod -> pod.name()).doesNotHaveDuplicates();
            assertThat(later.namespaces())
                    .extracting(namespace -> namespace.name())
                    .containsAll(
                            later.pods().stream().map(pod -> pod.namespace()).toList());
        }
    }

    private static void look(World world, Set<String> seen) {
        for (var pod : world.pods()) {
            seen.add(pod.hostNetwork() ? "host network" : "own network");
            seen.add(pod.addresses().isEmpty() ? "no address" : "address");
            seen.add(!pod.hostNetwork() && pod.addresses().size() == 2 ? "two families" : "one family");
        }
        seen.add(world.networks().all().isEmpty() ? "unknown networks" : "networks");
        for (var policy : world.policies()) {
            policy.subject()
                    .pods()
                    .requirements()
                    .forEach(requirement -> seen.add(requirement.operator().name()));
            for (var direction : Policy.Direction.values()) {
                for (var rule : policy.rules(direction)) {
                    seen.add(policy.tier() + " " + rule.action());
                    rule.peers().forEach(peer -> seen.add(peer.getClass().getSimpleName()));
                    rule.ports().forEach(port -> seen.add(port.getClass().getSimpleName()));
                }
            }
        }
    }
}
