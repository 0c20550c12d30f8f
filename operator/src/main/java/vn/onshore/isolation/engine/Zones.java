package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Map;

/** Which zone of a plan a namespace is in. */
record Zones(List<ZonePlan.Zone> zones) {
    /** By the namespace's labels, the index of its zone; the number of zones if it is in none. */
    int of(Map<String, String> labels) {
        for (var i = 0; i < zones.size(); i++) {
            if (zones.get(i).namespaces().matches(labels)) {
                return i;
            }
        }
        return zones.size();
    }
}
