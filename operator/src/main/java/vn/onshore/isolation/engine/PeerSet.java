package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Policy.Peer;

/**
 * Whom a peer, or the subject of a policy, means; each different one exists once and has a number.
 *
 * @param peer what was written
 * @param allowing whether doubt about an address counts as a match: it does where the rule allows, and not where it denies
 *     or passes on
 * @param outside the addresses outside the cluster that are meant
 * @param unaddressed whether, as a peer by address, it is taken to mean pods that have no address yet
 */
record PeerSet(Peer peer, boolean allowing, AddressSet outside, boolean unaddressed) {
    Key key() {
        return new Key(peer, allowing);
    }

    record Key(Peer peer, boolean allowing) {
        static Key of(Peer peer, boolean allowing) {
            return new Key(peer, allowing || peer instanceof Peer.Pods || peer instanceof Peer.Everyone);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key(var some, var allows) && allowing == allows && peer.equals(some);
        }

        @Override
        public int hashCode() {
            return 2 * peer.hashCode() + (allowing ? 1 : 0);
        }
    }
}
