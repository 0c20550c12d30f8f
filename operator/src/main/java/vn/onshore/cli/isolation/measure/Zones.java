package vn.onshore.cli.isolation.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.engine.ZonePlan.Flow;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;

/** Twenty zones in a chain, each of which may speak to the next one and to the cluster's DNS. */
final class Zones {
    static final int COUNT = 20;
    static final String DNS_NAMESPACE = "kube-system";
    static final Map<String, String> DNS_LABELS = Map.of("k8s-app", "kube-dns");

    private static final String LABEL = "zone";
    /** Of as many namespaces, two are in no zone. */
    private static final int ROUND = COUNT + 2;

    /** The first zones without Internet; then those with the onshore part of it, and the last with all. */
    private static final int WITHOUT_INTERNET = 16;

    private Zones() {}

    /** The labels by which the namespace of this number is in a zone; none for some. */
    static Map<String, String> labels(int namespace) {
        var zone = namespace % ROUND;
        return zone < COUNT ? Map.of(LABEL, name(zone)) : Map.of();
    }

    /** @param onshore where zones with the onshore part of the Internet may go */
    static ZonePlan plan(AddressSet onshore) {
        return plan(zone -> zone < WITHOUT_INTERNET ? AddressSet.NONE : zone < COUNT - 1 ? onshore : AddressSet.ALL);
    }

    /** One zone, in which every namespace is: nothing is asked but what its pods may open outside. */
    static ZonePlan everybody(AddressSet internet) {
        var named = new Selector.Requirement(Namespace.NAME_LABEL, Selector.Operator.Exists, List.of());
        var zone = new Zone("everybody", Selector.of(Map.of(), List.of(named)), internet);
        return new ZonePlan(List.of(zone), List.of(), List.of());
    }

    private static ZonePlan plan(IntFunction<AddressSet> internet) {
        var zones = IntStream.range(0, COUNT)
                .mapToObj(zone -> new Zone(name(zone), Selector.of(Map.of(LABEL, name(zone))), internet.apply(zone)))
                .toList();
        var dns = new End.Pods(PodSelection.in(DNS_NAMESPACE, Selector.of(DNS_LABELS)));
        var lookup = PortSet.of(Protocol.UDP, 53).union(PortSet.of(Protocol.TCP, 53));
        var service = PortSet.of(Protocol.TCP, 443).union(PortSet.of(Protocol.TCP, 8080, 8099));
        var flows = new ArrayList<Flow>();
        for (var zone = 0; zone < COUNT; zone++) {
            flows.add(new Flow(inZone(zone), dns, lookup));
            if (zone + 1 < COUNT) {
                flows.add(new Flow(inZone(zone), inZone(zone + 1), service));
            }
        }
        return new ZonePlan(zones, flows, List.of());
    }

    private static End inZone(int zone) {
        return new End.InZone(name(zone), Optional.empty());
    }

    private static String name(int zone) {
        return "zone-%02d".formatted(zone);
    }
}
