package vn.onshore.isolation.engine;

import java.util.List;
import vn.onshore.isolation.model.Namespace;

/** Which zone of a plan each namespace is in. */
record Zones(List<ZonePlan.Zone> zones) {
    /** The index of its zone; the number of zones if it is in none. */
    int of(Namespace namespace) {
        for (var i = 0; i < zones.size(); i++) {
            if (zones.get(i).namespaces().matches(namespace.labels())) {
                return i;
            }
        }
        return zones.size();
    }
}
