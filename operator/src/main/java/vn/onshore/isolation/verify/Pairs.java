package vn.onshore.isolation.verify;

import vn.onshore.isolation.engine.ZoneMatrix.Party;

/** Which ordered pairs of parties something is about. */
public sealed interface Pairs {
    boolean cover(Party from, Party to);

    /** All there are. */
    record Every() implements Pairs {
        @Override
        public boolean cover(Party from, Party to) {
            return true;
        }
    }

    /** Those with a party on either side. */
    record Touching(Party party) implements Pairs {
        @Override
        public boolean cover(Party from, Party to) {
            return from.equals(party) || to.equals(party);
        }
    }

    /** One. */
    record Between(Party from, Party to) implements Pairs {
        @Override
        public boolean cover(Party from, Party to) {
            return this.from.equals(from) && this.to.equals(to);
        }
    }

    static Pairs touching(String zone) {
        return new Touching(new Party.OfZone(zone));
    }
}
