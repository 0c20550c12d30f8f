package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.isolation.model.PortSet;

/** A number for each different set of ports. 0 is every port. Thread-safe; only ever grows. */
final class PortIds {
    static final int ALL = 0;

    private final Map<PortSet, Integer> numbers = new HashMap<>();
    private final List<PortSet> sets = new ArrayList<>();
    private volatile PortSet[] byNumber = {};

    PortIds() {
        of(PortSet.ALL);
    }

    synchronized int of(PortSet ports) {
        var known = numbers.get(ports);
        if (known != null) {
            return known;
        }
        sets.add(ports);
        if (sets.size() > byNumber.length) {
            byNumber = sets.toArray(new PortSet[sets.size() * 2]);
        } else {
            byNumber[sets.size() - 1] = ports;
        }
        numbers.put(ports, sets.size() - 1);
        return sets.size() - 1;
    }

    PortSet get(int number) {
        return byNumber[number];
    }
}
