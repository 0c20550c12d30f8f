package vn.onshore.cli.isolation;

import java.util.List;
import vn.onshore.isolation.engine.Endpoint;
import vn.onshore.isolation.engine.Explanation;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.World;

/**
 * What {@code onshore isolation explain} tells: what holds for some pair of the pods that are meant, one that may connect
 * if there is any.
 *
 * @param from as it was asked
 * @param to as it was asked
 * @param source one of those that {@code from} means
 * @param destination one of those that {@code to} means
 * @param allowed pairs that may
 * @param pairs all that were asked
 */
record Answer(
        String from,
        String to,
        PortNumber port,
        DatapathProfile datapath,
        Endpoint source,
        Endpoint destination,
        Explanation explanation,
        int allowed,
        int pairs) {
    private static final int MOST_PAIRS = 10_000;

    /** Who is meant by a name, at least one. */
    record Side(String name, List<Endpoint> ends) {}

    private record Pair(Endpoint source, Endpoint destination, boolean mayConnect) {}

    static Answer of(World world, DatapathProfile datapath, Side from, Side to, PortNumber port) {
        var reachability = Reachability.of(world, datapath, ZonePlan.NOTHING);
        var pairs = from.ends().stream()
                .flatMap(source -> to.ends().stream().map(destination -> pair(reachability, source, destination, port)))
                .limit(MOST_PAIRS)
                .toList();
        var told = pairs.stream().filter(Pair::mayConnect).findFirst().orElseGet(pairs::getFirst);
        var allowed = (int) pairs.stream().filter(Pair::mayConnect).count();
        return new Answer(
                from.name(),
                to.name(),
                port,
                datapath,
                told.source(),
                told.destination(),
                reachability.explain(told.source(), told.destination(), port.protocol(), port.number()),
                allowed,
                pairs.size());
    }

    private static Pair pair(Reachability reachability, Endpoint source, Endpoint destination, PortNumber port) {
        var open = reachability.between(source, destination);
        return new Pair(source, destination, open.contains(port.protocol(), port.number()));
    }
}
