package vn.onshore.isolation.engine;

/**
 * How many pairs of pods, and with the Internet how many pods, may connect beyond the plan.
 *
 * @param leaks from and to zones by their index; the index after the last is pods in no zone, the one after that the Internet
 * @param reach for each role, the classes that any class in it may open something to
 */
record ZoneTotals(long[][] leaks, BitRow[] reach) {
    static ZoneTotals none(int zones, int roles, int classes) {
        var reach = new BitRow[roles];
        for (var i = 0; i < roles; i++) {
            reach[i] = new BitRow(classes);
        }
        return new ZoneTotals(new long[zones + 2][zones + 2], reach);
    }

    /** The same with counts of its own. */
    ZoneTotals copy() {
        var copied = new long[leaks.length][];
        for (var i = 0; i < leaks.length; i++) {
            copied[i] = leaks[i].clone();
        }
        return new ZoneTotals(copied, reach);
    }

    ZoneTotals with(BitRow[] other) {
        return new ZoneTotals(leaks, other);
    }

    ZoneTotals add(ZoneTotals other) {
        for (var i = 0; i < leaks.length; i++) {
            for (var j = 0; j < leaks.length; j++) {
                leaks[i][j] += other.leaks[i][j];
            }
        }
        for (var i = 0; i < reach.length; i++) {
            reach[i].or(other.reach[i]);
        }
        return this;
    }
}
