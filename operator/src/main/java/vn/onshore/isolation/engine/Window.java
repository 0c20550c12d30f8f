package vn.onshore.isolation.engine;

import java.util.Arrays;
import vn.onshore.isolation.model.PortSet;

/** Ports through which one looks at the port sets of rules: which of them open any. For one thread. */
final class Window {
    private static final byte MEETS = 1;
    private static final byte MISSES = 2;

    private final PortIds ids;
    private final PortSet ports;

    /** By number of the port set; 0 where nobody asked yet. */
    private byte[] answers = new byte[32];

    Window(PortIds ids, PortSet ports) {
        this.ids = ids;
        this.ports = ports;
    }

    PortSet ports() {
        return ports;
    }

    /** Whether a set, by its number, has any of the ports. */
    boolean meets(int number) {
        if (number >= answers.length) {
            answers = Arrays.copyOf(answers, Math.max(number + 1, 2 * answers.length));
        }
        if (answers[number] == 0) {
            answers[number] = ports.intersects(ids.get(number)) ? MEETS : MISSES;
        }
        return answers[number] == MEETS;
    }
}
