package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.onshore.isolation.model.PortSet;

/**
 * Which classes are open on which ports: a row of bits for each set of ports that a rule opens. A class that is in several
 * rows is open on all of their ports. To be used again and again by one thread.
 */
final class Planes {
    private final PortIds ids;
    private final int bits;
    private final List<BitRow> rows = new ArrayList<>();
    private int[] ports = new int[8];

    /** By number of the port set, one more than the index of its row; 0 if it has none. */
    private int[] slots = new int[64];

    private int size;

    Planes(PortIds ids, int bits) {
        this.ids = ids;
        this.bits = bits;
    }

    void clear() {
        for (var i = 0; i < size; i++) {
            rows.get(i).clear();
            slots[ports[i]] = 0;
        }
        size = 0;
    }

    int size() {
        return size;
    }

    BitRow row(int i) {
        return rows.get(i);
    }

    /** The number of the ports of a row. */
    int number(int i) {
        return ports[i];
    }

    PortSet ports(int i) {
        return ids.get(ports[i]);
    }

    /** The row of a set of ports, by its number. */
    BitRow of(int number) {
        if (number >= slots.length) {
            slots = Arrays.copyOf(slots, Math.max(number + 1, slots.length * 2));
        }
        if (slots[number] == 0) {
            if (size == rows.size()) {
                rows.add(new BitRow(bits));
            }
            if (size == ports.length) {
                ports = Arrays.copyOf(ports, size * 2);
            }
            ports[size++] = number;
            slots[number] = size;
        }
        return rows.get(slots[number] - 1);
    }

    BitRow of(PortSet set) {
        return of(ids.of(set));
    }
}
