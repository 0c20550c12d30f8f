package vn.onshore.isolation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.onshore.isolation.engine.ZoneMatrix.End;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.World;
import vn.onshore.isolation.oracle.NaiveReachability;
import vn.onshore.isolation.oracle.RandomWorlds;
import vn.onshore.isolation.oracle.Seed;
import vn.onshore.isolation.oracle.Traits;

class RandomReachabilityTest {
    private static final int WORLDS = 60;
    private static final int SEQUENCES = 8;

    private final long seed = Seed.of(RandomReachabilityTest.class);
    private final RandomWorlds worlds = new RandomWorlds(seed, Traits.EVERYTHING);
    private final Random random = new Random(seed);

    @Test
    void agreesWithTheNaiveEvaluator() {
        for (var i = 0; i < WORLDS; i++) {
            var world = worlds.world();
            var datapath = datapath();
            agrees(world, datapath, Reachability.of(world, datapath, RandomPlans.of(random, world)));
        }
    }

    @Test
    void countsEveryLeak() {
        for (var i = 0; i < WORLDS; i++) {
            var world = worlds.world();
            var datapath = datapath();
            var plan = RandomPlans.of(random, world);
            countsTheLeaks(
                    world,
                    datapath,
                    plan,
                    Reachability.of(world, datapath, plan).zones());
        }
    }

    private void countsTheLeaks(World world, DatapathProfile datapath, ZonePlan plan, ZoneMatrix matrix) {
        var counted = new TreeMap<String, Long>();
        for (var cell : matrix.cells()) {
            if (cell.leaks() > 0) {
                counted.put(cell.from() + " " + cell.to(), cell.leaks());
            }
            assertThat(cell.witnesses()).hasSize((int) Math.min(cell.leaks(), ZoneMatrix.MOST_WITNESSES));
        }
        var naive = new NaiveZones(world, plan, new NaiveReachability(world, datapath));
        assertThat(counted).as("%s: %s under %s", seed, plan, datapath).isEqualTo(naive.leaks());
        var ways = new TreeMap<>(naive.ways());
        ways.keySet().removeAll(counted.keySet());
        var found = new TreeMap<String, Integer>();
        for (var cell : matrix.cells()) {
            if (!cell.transitive().isEmpty() && cell.transitive().getFirst().from() instanceof End.OfPod) {
                found.put(cell.from() + " " + cell.to(), cell.transitive().size());
            }
        }
        assertThat(found).as("%s: %s under %s", seed, plan, datapath).isEqualTo(ways);
    }

    @Test
    void partiesThatAPodWhichComesConnectsWereNotCalledApartBefore() {
        for (var i = 0; i < WORLDS; i++) {
            var world = worlds.world();
            var datapath = datapath();
            var plan = RandomPlans.of(random, world);
            var told = told(world, datapath, plan);
            var pods = new ArrayList<>(world.pods());
            pods.addAll(worlds.newcomers(world, 8));
            var later = new World(world.namespaces(), pods, world.policies(), world.nodes(), world.networks());
            assertThat(new NaiveZones(later, plan, new NaiveReachability(later, datapath))
                            .leaks()
                            .keySet())
                    .as("%s: %s under %s", seed, plan, datapath)
                    .isSubsetOf(told);
        }
    }

    @Test
    void partiesBetweenWhichAPodThatComesFindsAWayWereNotCalledApartBefore() {
        for (var i = 0; i < WORLDS; i++) {
            var world = worlds.world();
            var datapath = datapath();
            var plan = RandomPlans.of(random, world);
            var told = told(world, datapath, plan);
            for (var newcomer : worlds.newcomers(world, 8)) {
                var pods = new ArrayList<>(world.pods());
                pods.add(newcomer);
                var later = new World(world.namespaces(), pods, world.policies(), world.nodes(), world.networks());
                var end = new End.OfPod(newcomer.namespace(), newcomer.name());
                assertThat(Reachability.of(later, datapath, plan).zones().cells().stream()
                                .filter(cell -> leadsOverOthers(cell.transitive(), end))
                                .map(cell -> cell.from() + " " + cell.to()))
                        .as("%s: %s to %s under %s", seed, newcomer, plan, datapath)
                        .isSubsetOf(told);
            }
        }
    }

    /** The pairs of parties that are not called apart. */
    private static Set<String> told(World world, DatapathProfile datapath, ZonePlan plan) {
        return Reachability.of(world, datapath, plan).zones().cells().stream()
                .map(cell -> cell.from() + " " + cell.to())
                .collect(Collectors.toSet());
    }

    /** Whether a way is there that does not lead over a pod. */
    private static boolean leadsOverOthers(List<ZoneMatrix.Hop> way, End pod) {
        return !way.isEmpty()
                && way.stream().skip(1).noneMatch(hop -> hop.from().equals(pod))
                && !way.getLast().to().equals(pod);
    }

    @Test
    void whatIsExplainedIsWhatIsSaid() {
        for (var i = 0; i < WORLDS; i++) {
            var world = worlds.world();
            var reachability = Reachability.of(world, datapath(), ZonePlan.NOTHING);
            for (var source : world.pods()) {
                for (var destination : world.pods()) {
                    var protocol = Protocol.values()[random.nextInt(3)];
                    var port = List.of(53, 80, 81, 443, 5060, 8080, 5353, 30000).get(random.nextInt(8));
                    var explained = reachability.explain(end(source), end(destination), protocol, port);
                    assertThat(explained.allowed())
                            .isEqualTo(reachability
                                    .between(end(source), end(destination))
                                    .contains(protocol, port));
                    assertThat(explained.allowed() && explained.nearest().isPresent())
                            .isFalse();
                }
            }
        }
    }

    @Test
    void changesLeadWhereARebuildLeads() {
        for (var i = 0; i < SEQUENCES; i++) {
            var world = worlds.world();
            var datapath = datapath();
            var plan = RandomPlans.of(random, world);
            var reachability = Reachability.of(world, datapath, plan);
            for (var change : worlds.changes(world, 40)) {
                var before = reachability;
                var was = before.zones();
                reachability = before.after(List.of(change));
                var rebuilt = Reachability.of(reachability.world(), datapath, plan);
                assertThat(reachability.connections(AddressSet.ALL))
                        .as("%s after %s", seed, change)
                        .isEqualTo(rebuilt.connections(AddressSet.ALL));
                assertThat(reachability.exposures(AddressSet.ALL)).isEqualTo(rebuilt.exposures(AddressSet.ALL));
                assertThat(reachability.zones()).as("%s after %s", seed, change).isEqualTo(rebuilt.zones());
                assertThat(before.zones()).isEqualTo(was);
            }
            agrees(reachability.world(), datapath, reachability);
        }
    }

    @Test
    void theOrderOfObjectsDoesNotMatter() {
        for (var i = 0; i < WORLDS; i++) {
            var world = worlds.world();
            var plan = RandomPlans.of(random, world);
            var datapath = datapath();
            var one = Reachability.of(world, datapath, plan);
            var other = Reachability.of(
                    new World(
                            shuffled(world.namespaces()),
                            shuffled(world.pods()),
                            shuffled(world.policies()),
                            shuffled(world.nodes()),
                            world.networks()),
                    datapath,
                    plan);
            assertThat(other.connections(AddressSet.ALL)).isEqualTo(one.connections(AddressSet.ALL));
            assertThat(other.exposures(AddressSet.ALL)).isEqualTo(one.exposures(AddressSet.ALL));
            assertThat(other.zones()).isEqualTo(one.zones());
        }
    }

    private <T> List<T> shuffled(List<T> some) {
        var shuffled = new ArrayList<>(some);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private DatapathProfile datapath() {
        return DatapathProfile.values()[random.nextInt(DatapathProfile.values().length)];
    }

    private void agrees(World world, DatapathProfile datapath, Reachability reachability) {
        var naive = new NaiveReachability(world, datapath);
        for (var source : world.pods()) {
            for (var destination : world.pods()) {
                assertThat(reachability.between(end(source), end(destination)))
                        .as("%s: %s to %s under %s", seed, source, destination, datapath)
                        .isEqualTo(naive.between(source, destination));
            }
            for (var address : RandomWorlds.outside(world)) {
                var outside = new Endpoint.Outside(address);
                assertThat(reachability.between(end(source), outside)).isEqualTo(naive.between(source, address));
                assertThat(reachability.between(outside, end(source))).isEqualTo(naive.between(address, source));
            }
        }
    }

    private static Endpoint end(Pod pod) {
        return new Endpoint.InCluster(pod.namespace(), pod.name());
    }
}
