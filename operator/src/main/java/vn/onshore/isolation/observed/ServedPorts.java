package vn.onshore.isolation.observed;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.observed.FlowBook.Flow;

/** What is known of ports by convention. */
final class ServedPorts {
    private static final List<String> DNS_NAMESPACES = List.of("kube-system", "openshift-dns");
    private static final List<Integer> DNS = List.of(53, 5353);
    private static final List<Integer> DATABASES = List.of(1433, 1521, 3306, 5432, 6379, 9042, 27017);

    private ServedPorts() {}

    /** Whether it asks for a name, which Onshore opens by itself for every zone. */
    static boolean isDns(Flow flow) {
        return DNS.contains(flow.port())
                && switch (flow.to()) {
                    case Party.InNamespace(var namespace) -> DNS_NAMESPACES.contains(namespace);
                    case Party.Outside(var address) ->
                        address.map(ip -> ip.toString().startsWith("169.254.")).orElse(false);
                    case Party.OnNode() -> false;
                    case Party.Unplaced unplaced -> false;
                };
    }

    static boolean isDatabase(PortSet ports) {
        return !ports.isEmpty()
                && ports.intervals().stream()
                        .allMatch(interval ->
                                interval.first() == interval.last() && DATABASES.contains(interval.first()));
    }

    /** As a NetworkIsolation writes them, at most {@code most} in each list. */
    static List<List<String>> written(PortSet ports, int most) {
        var all = ports.intervals().stream()
                .map(interval -> interval.protocol() + "/" + interval)
                .toList();
        var lists = new ArrayList<List<String>>();
        for (var i = 0; i < all.size(); i += most) {
            lists.add(all.subList(i, Math.min(all.size(), i + most)));
        }
        return lists;
    }
}
