package vn.onshore.boundary;

import java.util.Optional;

/**
 * An address range.
 *
 * @param network the first address; its host bits are zero
 * @param prefix the number of leading bits that are common, 0 to 32 or 128
 */
public record Cidr(IpAddress network, int prefix) implements Comparable<Cidr> {
    private static final int MAPPED_BITS = 96;

    /**
     * Reads {@code address/prefix}. Empty if the address is no strict literal, if the prefix is no plain number in range,
     * or if host bits are set. An IPv4-mapped range becomes the IPv4 range.
     */
    public static Optional<Cidr> parse(String text) {
        return masked(text)
                .filter(cidr -> IpAddress.parse(text.substring(0, text.indexOf('/')))
                        .filter(cidr.network::equals)
                        .isPresent());
    }

    /** The same, but host bits are let pass and taken away: {@code 10.1.2.3/8} is {@code 10.0.0.0/8}. */
    public static Optional<Cidr> masked(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        var literal = text.substring(0, slash);
        var said = prefix(text.substring(slash + 1));
        return IpAddress.parse(literal).flatMap(address -> {
            var mapped = address.isV4() && literal.indexOf(':') >= 0;
            var prefix = mapped ? said - MAPPED_BITS : said;
            return said >= 0 && prefix >= 0 && prefix <= address.bits()
                    ? Optional.of(new Cidr(address.network(prefix), prefix))
                    : Optional.empty();
        });
    }

    public boolean contains(IpAddress address) {
        return address.isV4() == network.isV4() && address.network(prefix).equals(network);
    }

    /** The last address of the range. */
    public IpAddress last() {
        return network.broadcast(prefix);
    }

    public boolean overlaps(Cidr other) {
        return contains(other.network) || other.contains(network);
    }

    /** By network, wider ranges first. */
    @Override
    public int compareTo(Cidr other) {
        var byNetwork = network.compareTo(other.network);
        return byNetwork != 0 ? byNetwork : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }

    private static int prefix(String text) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') {
            return -1;
        }
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
    }
}
