package vn.onshore.isolation.engine;

import java.util.List;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.PortSet;

/** What one class may open to another, or to an address outside. */
record PairVerdicts(Snapshot snapshot) {
    PortSet open(int from, int to) {
        var declared = snapshot.table().of(to).ports();
        var out = snapshot.egress()[from].open(new Counterparts.OfClass(snapshot, to, declared));
        return out.isEmpty()
                ? out
                : out.intersect(snapshot.ingress()[to].open(new Counterparts.OfClass(snapshot, from, declared)));
    }

    PortSet open(int from, IpAddress to) {
        return snapshot.egress()[from].open(new Counterparts.OfAddress(to, List.of()));
    }

    PortSet open(IpAddress from, int to) {
        return snapshot.ingress()[to].open(
                new Counterparts.OfAddress(from, snapshot.table().of(to).ports()));
    }
}
