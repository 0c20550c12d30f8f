package vn.onshore.sandbox.bench;

/**
 * What a value has to reach.
 *
 * @param limit in the unit of the value
 */
record Bar(Sense sense, double limit) {

    enum Sense {
        AT_MOST("≤"),
        AT_LEAST("≥");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    static Bar atMost(double limit) {
        return new Bar(Sense.AT_MOST, limit);
    }

    static Bar atLeast(double limit) {
        return new Bar(Sense.AT_LEAST, limit);
    }

    /** A value that is no number, because nothing was measured, meets no bar. */
    boolean metBy(double value) {
        return switch (sense) {
            case AT_MOST -> value <= limit;
            case AT_LEAST -> value >= limit;
        };
    }

    String sign() {
        return sense.sign;
    }
}
