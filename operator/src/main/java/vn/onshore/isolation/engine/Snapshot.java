package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Node;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.World;

/**
 * A compiled world: classes of pods, what each peer means, and which policies each class is under. Immutable.
 *
 * @param cells where the classes of the table have addresses
 * @param peerNumbers of the peer sets by what was written
 * @param scopes the peer sets by namespace
 * @param peerClasses the classes that each peer set means
 * @param ingress the group of each class, by its number
 * @param egress the same for what it may open
 */
record Snapshot(
        DatapathProfile datapath,
        ZonePlan plan,
        Networks networks,
        List<Node> nodes,
        ClassTable table,
        PodTraits traits,
        ClassesByCell cells,
        PeerNumbers peerNumbers,
        PeerSet[] peers,
        PeerScopes scopes,
        RoaringBitmap[] peerClasses,
        PolicyTable policies,
        PolicyGroup[] ingress,
        PolicyGroup[] egress) {
    Snapshot with(ClassTable other) {
        return new Snapshot(
                datapath,
                plan,
                networks,
                nodes,
                other,
                traits,
                other.classes() == table.classes() ? cells : cells.with(other.classes()),
                peerNumbers,
                peers,
                scopes,
                peerClasses,
                policies,
                ingress,
                egress);
    }

    Snapshot with(PeerSet[] otherPeers, RoaringBitmap[] otherClasses, PodTraits otherTraits) {
        return new Snapshot(
                datapath,
                plan,
                networks,
                nodes,
                table,
                otherTraits,
                cells,
                peerNumbers,
                otherPeers,
                otherPeers == peers ? scopes : scopes.with(otherPeers),
                otherClasses,
                policies,
                ingress,
                egress);
    }

    Snapshot with(PolicyTable otherPolicies, PolicyGroup[] otherIngress, PolicyGroup[] otherEgress) {
        return new Snapshot(
                datapath,
                plan,
                networks,
                nodes,
                table,
                traits,
                cells,
                peerNumbers,
                peers,
                scopes,
                peerClasses,
                otherPolicies,
                otherIngress,
                otherEgress);
    }

    /** Where some rule's address set begins or ends. */
    AddressCells addressCells() {
        return new AddressCells(policies.stream()
                .flatMap(policy -> Stream.concat(policy.ingress().stream(), policy.egress().stream()))
                .flatMap(rule -> Arrays.stream(rule.peers()).mapToObj(peer -> peers[peer].outside()))
                .collect(Collectors.toSet()));
    }

    /** What it was compiled from, in some order. */
    World world() {
        return new World(
                List.of(table.namespaces()),
                Arrays.stream(table.members())
                        .flatMap(members -> members.pods().stream())
                        .toList(),
                policies.stream().map(CompiledPolicy::policy).toList(),
                nodes,
                networks);
    }

    PolicyGroup group(Direction direction, int podClass) {
        return (direction == Direction.Ingress ? ingress : egress)[podClass];
    }

    Optional<Namespace> namespace(String name) {
        var number = table.numbers().get(name);
        return number == null ? Optional.empty() : Optional.of(table.namespaces()[number]);
    }

    boolean matches(CompiledPolicy.Rule rule, int podClass) {
        for (var peer : rule.peers()) {
            if (peerClasses[peer].contains(podClass)) {
                return true;
            }
        }
        return false;
    }
}
