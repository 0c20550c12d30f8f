package vn.onshore.isolation.read;

/** The shapes of names that the API server takes. */
final class Syntax {
    private static final int LABEL = 63;
    private static final int SUBDOMAIN = 253;
    private static final int PORT_NAME = 15;

    private Syntax() {}

    /** A key of a label: an optional DNS prefix, and a name. */
    static boolean isLabelKey(String key) {
        var slash = key.indexOf('/');
        return (slash < 0 || isSubdomain(key.substring(0, slash))) && isName(key.substring(slash + 1));
    }

    static boolean isLabelValue(String value) {
        return value.isEmpty() || isName(value);
    }

    private static boolean isName(String name) {
        if (name.isEmpty()
                || name.length() > LABEL
                || !isAlphanumeric(name, 0)
                || !isAlphanumeric(name, name.length() - 1)) {
            return false;
        }
        for (var i = 1; i < name.length() - 1; i++) {
            var c = name.charAt(i);
            if (!isAlphanumeric(name, i) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** An RFC 1123 subdomain, as names of most objects are. */
    static boolean isSubdomain(String name) {
        if (name.isEmpty() || name.length() > SUBDOMAIN) {
            return false;
        }
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            var plain = isLower(c) || isDigit(c);
            var inside = i > 0 && i < name.length() - 1 && name.charAt(i - 1) != '.';
            if (!plain && !(inside && (c == '-' || c == '.' && name.charAt(i - 1) != '-'))) {
                return false;
            }
            if (c == '-' && name.charAt(i + 1) == '.') {
                return false;
            }
        }
        return true;
    }

    /** An RFC 1123 label, as names of namespaces are. */
    static boolean isDnsLabel(String name) {
        return name.length() <= LABEL && name.indexOf('.') < 0 && isSubdomain(name);
    }

    /** An RFC 6335 service name in lower case, as names of ports are. */
    static boolean isPortName(String name) {
        if (name.isEmpty() || name.length() > PORT_NAME || name.contains("--")) {
            return false;
        }
        var letters = 0;
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (!isLower(c) && !isDigit(c) && (c != '-' || i == 0 || i == name.length() - 1)) {
                return false;
            }
            letters += isLower(c) ? 1 : 0;
        }
        return letters > 0;
    }

    /** A host name of at least two labels; {@code *.} may stand before it, and a dot behind. */
    static boolean isDomainName(String name) {
        var from = name.startsWith("*.") ? name.substring(2) : name;
        var labels = (from.endsWith(".") ? from.substring(0, from.length() - 1) : from).split("\\.", -1);
        for (var label : labels) {
            if (!isName(label)) {
                return false;
            }
        }
        return labels.length > 1;
    }

    private static boolean isAlphanumeric(String text, int at) {
        var c = text.charAt(at);
        return isLower(c) || isDigit(c) || c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
