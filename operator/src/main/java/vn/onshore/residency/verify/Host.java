package vn.onshore.residency.verify;

/** Takes hosts out of what fields hold. */
final class Host {
    private Host() {}

    /** The host of {@code host}, {@code host:port}, {@code [v6]:port} or a bare IPv6 literal. */
    static String withoutPort(String value) {
        if (value.startsWith("[")) {
            var end = value.indexOf(']');
            return end < 0 ? value : value.substring(1, end);
        }
        var colon = value.indexOf(':');
        return colon >= 0 && colon == value.lastIndexOf(':') ? value.substring(0, colon) : value;
    }

    /** Whether the address is one of the host itself. */
    static boolean isLoopback(String address) {
        if (address.equals("::1") || address.equals("0:0:0:0:0:0:0:1")) {
            return true;
        }
        var octets = address.split("\\.", -1);
        if (octets.length != 4 || !octets[0].equals("127")) {
            return false;
        }
        for (var octet : octets) {
            if (!isOctet(octet)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOctet(String text) {
        return !text.isEmpty()
                && text.length() <= 3
                && (text.length() == 1 || text.charAt(0) != '0')
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) <= 255;
    }
}
