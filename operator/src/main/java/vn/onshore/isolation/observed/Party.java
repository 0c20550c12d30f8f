package vn.onshore.isolation.observed;

import java.util.Comparator;
import java.util.Optional;
import vn.onshore.boundary.IpAddress;

/** One end of a connection that was seen. */
public sealed interface Party extends Comparable<Party> {
    Comparator<Party> ORDER = Comparator.comparing(
                    (Party party) -> party.getClass().getSimpleName())
            .thenComparing(Party::toString);

    /** Some pod of a namespace. */
    record InNamespace(String namespace) implements Party {
        @Override
        public String toString() {
            return namespace;
        }
    }

    /** @param address empty if whoever saw it kept only that it was outside */
    record Outside(Optional<IpAddress> address) implements Party {
        @Override
        public String toString() {
            return address.map(IpAddress::toString).orElse("outside");
        }
    }

    /** A node that opens a connection, or what shares its network: no policy holds there. */
    record OnNode() implements Party {
        @Override
        public String toString() {
            return "node";
        }
    }

    /** An address of the cluster that nobody is known to have had when the connection was seen. */
    record Unplaced(IpAddress address) implements Party {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    @Override
    default int compareTo(Party other) {
        return ORDER.compare(this, other);
    }
}
