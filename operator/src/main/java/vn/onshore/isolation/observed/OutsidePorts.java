package vn.onshore.isolation.observed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PortSet;

/** Addresses outside, each with the ports over which a zone talked with it. */
final class OutsidePorts {
    private static final int MOST_CIDRS = 64;
    private static final int MOST_LISTS = 8;

    private final Map<IpAddress, PortSet> ports = new HashMap<>();

    void add(IpAddress address, PortSet port) {
        ports.merge(address, port, PortSet::union);
    }

    PortSet allPorts() {
        return ports.values().stream().reduce(PortSet.NONE, PortSet::union);
    }

    /** Whether the lists would be so many that nobody reads them. */
    boolean isScattered() {
        return lists().size() > MOST_LISTS;
    }

    /** Everything there is in the families that were seen. */
    List<AddressSet> families() {
        return Stream.of(AddressSet.ALL_V4, AddressSet.ALL_V6)
                .filter(family -> ports.keySet().stream().anyMatch(family::contains))
                .toList();
    }

    /** Lists of CIDRs of one family with their ports, sorted; where there would be too many, by networks /24 and /48. */
    Map<List<String>, PortSet> lists() {
        var byPorts = new HashMap<PortSet, Set<IpAddress>>();
        ports.forEach((address, set) ->
                byPorts.computeIfAbsent(set, s -> new HashSet<>()).add(address));
        var lists = new TreeMap<List<String>, PortSet>(Comparator.comparing(List::toString));
        byPorts.forEach((set, addresses) -> {
            for (var v4 : List.of(true, false)) {
                var cidrs = cidrs(addresses.stream()
                        .filter(address -> address.isV4() == v4)
                        .toList());
                for (var i = 0; i < cidrs.size(); i += MOST_CIDRS) {
                    lists.merge(cidrs.subList(i, Math.min(cidrs.size(), i + MOST_CIDRS)), set, PortSet::union);
                }
            }
        });
        return lists;
    }

    private static List<String> cidrs(List<IpAddress> addresses) {
        var exact = AddressSet.of(addresses.stream()
                        .map(address -> new AddressRange(address, address))
                        .toList())
                .cidrs();
        if (exact.size() <= MOST_CIDRS) {
            return texts(exact);
        }
        var wide = new ArrayList<AddressRange>();
        addresses.forEach(address -> wide.add(AddressRange.of(network(address))));
        return texts(AddressSet.of(wide).cidrs());
    }

    private static Cidr network(IpAddress address) {
        return address.isV4()
                ? new Cidr(new IpAddress(true, 0, address.low() & ~0xffL), 24)
                : new Cidr(new IpAddress(false, address.high() & ~0xffffL, 0), 48);
    }

    private static List<String> texts(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).toList();
    }
}
