package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Pod.NamedPort;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.World;

/**
 * Who may reach whom in a world, and what of it a plan does not foresee. An immutable snapshot that any thread may ask.
 *
 * <p>Pods on the node's network are under no policy: they may open whatever the other end lets in, and be reached. Of TCP,
 * UDP and SCTP only; replies are not connections.
 */
public final class Reachability {
    private final Snapshot snapshot;
    private @Nullable World world;
    private @Nullable ZoneJudge judge;

    private Reachability(@Nullable World world, Snapshot snapshot, @Nullable ZoneJudge judge) {
        this.world = world;
        this.snapshot = snapshot;
        this.judge = judge;
    }

    /**
     * @param plan what {@link #zones()} judges by
     * @throws IllegalArgumentException if a pod is in a namespace that is not in the world
     */
    public static Reachability of(World world, DatapathProfile datapath, ZonePlan plan) {
        return new Reachability(world, new WorldCompiler(world, datapath, plan).compile(), null);
    }

    public synchronized World world() {
        var made = world;
        if (made == null) {
            made = snapshot.world();
            world = made;
        }
        return made;
    }

    /** The world after some changes, in their order. This one stays as it is. */
    public Reachability after(List<Change> changes) {
        var now = this;
        for (var i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            if (change instanceof Change.PutPod(var pod) && SnapshotUpdate.moves(now.snapshot, pod)) {
                now = now.after(SnapshotUpdate.of(now.snapshot, new Change.RemovePod(pod.namespace(), pod.name()))
                        .orElseThrow());
            }
            var update = SnapshotUpdate.of(now.snapshot, change);
            if (update.isEmpty()) {
                var world = new WorldEdit(now.world())
                        .apply(changes.subList(i, changes.size()))
                        .world();
                return of(world, snapshot.datapath(), snapshot.plan());
            }
            now = now.after(update.get());
        }
        return now;
    }

    private synchronized Reachability after(SnapshotUpdate update) {
        return new Reachability(
                null, update.next(), judge == null ? null : judge.after(update).orElse(null));
    }

    /**
     * The ports that one end may open to another. A pod reaches itself on all of them; what happens between two addresses
     * outside is nobody's to say here, and nothing is open.
     *
     * @throws IllegalArgumentException if there is no such pod
     */
    public PortSet between(Endpoint from, Endpoint to) {
        var pairs = new PairVerdicts(snapshot);
        return switch (from) {
            case Endpoint.InCluster source ->
                switch (to) {
                    case Endpoint.InCluster destination -> {
                        var podClass = classOf(destination);
                        yield source.equals(destination) ? PortSet.ALL : pairs.open(classOf(source), podClass);
                    }
                    case Endpoint.Outside destination -> pairs.open(classOf(source), destination.address());
                };
            case Endpoint.Outside source ->
                to instanceof Endpoint.InCluster destination
                        ? pairs.open(source.address(), classOf(destination))
                        : PortSet.NONE;
        };
    }

    /**
     * Why a port is open between two ends, or not.
     *
     * @param port 1 to 65535
     * @throws IllegalArgumentException if there is no such pod
     */
    public Explanation explain(Endpoint from, Endpoint to, Protocol protocol, int port) {
        var explainer = new Explainer(protocol, port);
        if (!(from instanceof Endpoint.InCluster) && !(to instanceof Endpoint.InCluster)) {
            return explainer.explanation(false);
        }
        var destination = to instanceof Endpoint.InCluster pod ? classOf(pod) : -1;
        var source = from instanceof Endpoint.InCluster pod ? classOf(pod) : -1;
        var allowed = from.equals(to)
                || (source < 0 || explainer.allows(Direction.Egress, snapshot.egress()[source], seen(to, destination)))
                        && (destination < 0
                                || explainer.allows(
                                        Direction.Ingress, snapshot.ingress()[destination], seen(from, destination)));
        return explainer.explanation(allowed);
    }

    /** An end as the rules of the other one see it. */
    private PolicyGroup.Counterpart seen(Endpoint end, int destination) {
        var declared = destination < 0
                ? List.<NamedPort>of()
                : snapshot.table().of(destination).ports();
        return switch (end) {
            case Endpoint.InCluster pod -> new Counterparts.OfClass(snapshot, classOf(pod), declared);
            case Endpoint.Outside(var address) -> new Counterparts.OfAddress(address, declared);
        };
    }

    /**
     * Every connection between workloads, and between workloads and the address space outside, which is cut wherever some
     * policy's address set begins or ends. Sorted by source, then destination; workloads come before ranges. A workload's
     * connections to itself are left out.
     *
     * @param outside normally {@link AddressSet#ALL_V4}
     */
    public List<Connection> connections(AddressSet outside) {
        return connections(outside, List.of());
    }

    /** @param borders sets where ranges are cut besides, whether or not a rule tells their two sides apart */
    public List<Connection> connections(AddressSet outside, Collection<AddressSet> borders) {
        return new ConnectionReport(snapshot, cut(outside, borders)).connections();
    }

    private List<AddressRange> cut(AddressSet outside, Collection<AddressSet> borders) {
        return snapshot.addressCells().with(borders).cut(outside);
    }

    /**
     * What pods that do not exist yet, and the address space outside, could open to each workload, and it to them. What the
     * entire cluster has on at least the same ports is not said again.
     */
    public List<Exposure> exposures(AddressSet outside) {
        return exposures(outside, List.of());
    }

    /** @param borders sets where ranges are cut besides */
    public List<Exposure> exposures(AddressSet outside, Collection<AddressSet> borders) {
        return new ExposureReport(snapshot, cut(outside, borders)).exposures();
    }

    /** What is open beyond the plan. */
    public synchronized ZoneMatrix zones() {
        if (snapshot.plan().zones().isEmpty()) {
            return new ZoneMatrix(List.of());
        }
        var judged = judge;
        if (judged == null) {
            judged = new ZoneJudge(snapshot);
            judge = judged;
        }
        return judged.matrix();
    }

    /**
     * How many pods of zones may open more to addresses outside than was planned: the part of {@link #zones()} that needs no
     * look at other pods.
     */
    public long leaksToInternet() {
        var roles = new PlanRoles(snapshot);
        var outside = new OutsideJudge(snapshot);
        var counts = snapshot.table().counts();
        return Arrays.stream(snapshot.table().live().toArray())
                .parallel()
                .filter(number -> outside.leaks(Direction.Egress, number, roles.toInternet(roles.number(number))))
                .mapToLong(counts::get)
                .sum();
    }

    private int classOf(Endpoint.InCluster pod) {
        var namespace = snapshot.table().numbers().get(pod.namespace());
        if (namespace != null) {
            var members = snapshot.table().members()[namespace];
            var index = members.find(pod.pod());
            if (index >= 0) {
                return members.classOf(index);
            }
        }
        throw new IllegalArgumentException("no pod " + pod.namespace() + "/" + pod.pod());
    }
}
