package vn.onshore.cli.isolation.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.cli.isolation.measure.Teams.PodLabels;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.World;

/** The measured worlds are what the table says they are. */
class WorldsTest {
    @Test
    void aWorldOfTeamsHasItsCountsAndIsTheSameEachTime() {
        var teams = new Teams(40, 1_000, 200, PodLabels.Shared);
        var world = teams.world();
        assertThat(world.namespaces()).hasSize(40).doesNotHaveDuplicates();
        assertThat(world.pods()).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(world.policies()).hasSize(200).doesNotHaveDuplicates();
        assertThat(names(world.pods())).hasSize(1_000);
        assertThat(teams.world()).isEqualTo(world);
        assertThat(world.policies().stream().map(Policy::tier)).contains(Policy.Tier.values());
    }

    @Test
    void labelsOfSinglePodsAreUniqueAndChosenOnlyWhereTheNameSaysSo() {
        var world = new Teams(40, 1_000, 200, PodLabels.Unique).world();
        assertThat(world.pods().stream()
                        .map(pod -> pod.labels().get(Teams.POD_NAME))
                        .filter(Objects::nonNull)
                        .distinct())
                .hasSize(975);
        assertThat(world.policies().toString()).doesNotContain(Teams.POD_NAME);
        assertThat(new Teams(40, 1_000, 200, PodLabels.Selected)
                        .world()
                        .policies()
                        .toString())
                .contains(Teams.POD_NAME);
    }

    @Test
    void theSmallNamespacesHaveFourPodsAndThreePoliciesEach() {
        var world = new SmallNamespaces(10).scene().world();
        assertThat(world.pods()).hasSize(40);
        assertThat(world.policies()).hasSize(30);
    }

    @Test
    void asManyPrefixesAsTheRegistriesDelegate() {
        assertThat(Teams.onshore().ranges()).hasSize(1_246 + 931);
        assertThat(Teams.onshore().ranges().stream()
                        .filter(range -> range.first().isV4()))
                .hasSize(1_246);
    }

    @Test
    void thePublishedClusterHasThePublishedShape() {
        var world = new PublishedCluster().scene().world();
        assertThat(world.namespaces()).hasSize(604);
        assertThat(world.pods()).hasSize(5_413);
        assertThat(world.policies()).hasSize(13_678);
        assertThat(world.policies().stream()
                        .filter(policy -> rules(policy).findAny().isEmpty()))
                .hasSize(495);
        var selection = new Selection(world);
        var subjects = world.policies().stream()
                .map(policy -> selection.count(policy.subject()))
                .toList();
        assertThat(subjects.stream().filter(count -> count == 0)).hasSize(3_559);
        var selecting = subjects.stream().filter(count -> count > 0).sorted().toList();
        assertThat(selecting.get(selecting.size() / 2)).isBetween(5, 7);
        assertThat(mean(selecting)).isCloseTo(13.1, within(1.5));
        assertThat(peers(world).filter(Peer.Addresses.class::isInstance)).hasSize(6_215);
        var byLabel = peers(world)
                .filter(Peer.Pods.class::isInstance)
                .map(peer -> selection.count(((Peer.Pods) peer).selection()))
                .sorted()
                .toList();
        assertThat(byLabel).hasSize(9_208);
        assertThat(byLabel.stream().filter(Predicate.isEqual(3_578))).hasSize(70);
        assertThat(byLabel.get(byLabel.size() / 2)).isEqualTo(2);
        assertThat(mean(byLabel)).isCloseTo(35.4, within(3.0));
    }

    private static List<String> names(Collection<Pod> pods) {
        return pods.stream()
                .map(pod -> pod.namespace() + "/" + pod.name())
                .distinct()
                .toList();
    }

    private static double mean(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    private static Stream<Policy.Rule> rules(Policy policy) {
        return Stream.concat(policy.ingress().stream(), policy.egress().stream());
    }

    private static Stream<Peer> peers(World world) {
        return world.policies().stream().flatMap(WorldsTest::rules).flatMap(rule -> rule.peers().stream());
    }

    /** How many pods a selection means. */
    private record Selection(Map<String, List<Pod>> pods, Map<String, Namespace> namespaces) {
        Selection(World world) {
            this(
                    world.pods().stream().collect(Collectors.groupingBy(Pod::namespace)),
                    world.namespaces().stream().collect(Collectors.toMap(Namespace::name, each -> each)));
        }

        int count(PodSelection selection) {
            var places = selection.namespace() == null ? namespaces.keySet() : List.of(selection.namespace());
            return places.stream()
                    .mapToInt(place -> (int) pods.getOrDefault(place, List.of()).stream()
                            .filter(pod -> selection.matches(requireNonNull(namespaces.get(place)), pod))
                            .count())
                    .sum();
        }
    }
}
