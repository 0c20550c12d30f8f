package vn.onshore.residency.guard;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.Allowances;

/**
 * A driver's pattern for handles, whose named groups read a place, turned into one that only handles inside match: the
 * body of each named group is replaced by the allowed values that the body itself would read. CEL has no capture groups,
 * but matches by RE2 as well.
 *
 * @param parts text outside the named groups and the groups, in order
 */
record HandlePattern(List<Part> parts) {
    /** Matches no text at all, in RE2 as in every other dialect. */
    private static final String NOTHING = "[^\\x00-\\x{10FFFF}]";

    /** Piece of a pattern. */
    sealed interface Part {
        record Text(String regex) implements Part {}

        record Group(String name, String body) implements Part {}
    }

    /**
     * What may stand in the groups.
     *
     * @param sites ids of the allowed sites
     */
    record Inside(List<String> sites, Allowances allowances) {

        private Stream<String> values(String group) {
            return switch (group) {
                case "site" -> sites.stream();
                case "zone" -> allowances.zones().stream();
                case "region" -> allowances.regions().stream();
                case "host" -> allowances.hosts().stream();
                case "place" -> concat(allowances.zones(), allowances.regions(), allowances.hosts());
                case "reference" -> concat(sites, allowances.zones(), allowances.regions());
                default -> Stream.empty();
            };
        }

        private static final String SERVICE = "(?:[a-z0-9-]+\\.)+svc(?:\\.cluster\\.local)?";

        /** Patterns of DNS names, Services among them, and IPv4 addresses; IPv6 addresses in handles are not read. */
        private Stream<String> hostPatterns(String group) {
            if (!group.equals("host") && !group.equals("place")) {
                return Stream.empty();
            }
            var domains = allowances.domains().stream().map(domain -> "(?:[a-z0-9-]+\\.)*" + Pattern.quote(domain));
            var addresses = allowances.cidrs().stream()
                    .filter(cidr -> cidr.indexOf(':') < 0)
                    .map(CidrPattern::of);
            return Stream.of(domains, Stream.of(SERVICE), addresses).flatMap(patterns -> patterns);
        }

        @SafeVarargs
        private static Stream<String> concat(List<String>... lists) {
            return Stream.of(lists).flatMap(List::stream);
        }
    }

    /** Reads a pattern in RE2 syntax. */
    static HandlePattern of(String regex) {
        var parts = new ArrayList<Part>();
        var textFrom = 0;
        for (var i = 0; i < regex.length(); i++) {
            var literal = endOfLiteral(regex, i);
            if (literal > i) {
                i = literal;
            } else if (opensGroup(regex, i)) {
                var nameFrom = regex.indexOf('<', i) + 1;
                var nameTo = regex.indexOf('>', nameFrom);
                var end = closing(regex, i);
                if (nameTo < 0 || end < 0) {
                    break;
                }
                parts.add(new Part.Text(regex.substring(textFrom, i)));
                parts.add(new Part.Group(regex.substring(nameFrom, nameTo), regex.substring(nameTo + 1, end)));
                i = end;
                textFrom = end + 1;
            }
        }
        parts.add(new Part.Text(regex.substring(textFrom)));
        return new HandlePattern(List.copyOf(parts));
    }

    /** Whether handles that it reads say a place. */
    boolean tellsPlace() {
        return parts.stream().anyMatch(Part.Group.class::isInstance);
    }

    /** The pattern without the names of its groups. */
    String plain() {
        return regex((name, body) -> body);
    }

    /**
     * The pattern of those handles that lie inside. A pattern without groups reads handles that name no place, and is
     * its own answer; a group for which nothing is allowed matches nothing.
     */
    String allowing(Inside inside) {
        return regex((name, body) -> alternatives(name, body, inside));
    }

    private String regex(BiFunction<String, String, String> group) {
        var regex = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Text(var text) -> regex.append(text);
                case Part.Group(var name, var body) ->
                    regex.append("(?:").append(group.apply(name, body)).append(')');
            }
        }
        return "^(?:" + regex + ")$";
    }

    private static String alternatives(String group, String body, Inside inside) {
        var values = inside.values(group).filter(value -> readBy(body, value)).map(Pattern::quote);
        var all = Stream.concat(values, inside.hostPatterns(group)).collect(Collectors.joining("|"));
        return all.isEmpty() ? NOTHING : all;
    }

    private static boolean readBy(String body, String value) {
        try {
            return Pattern.matches("(?:" + body + ")", value);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static boolean opensGroup(String regex, int at) {
        return regex.startsWith("(?P<", at) || regex.startsWith("(?<", at);
    }

    /** The index of the parenthesis that closes the one at {@code open}; -1 if there is none. */
    private static int closing(String regex, int open) {
        var depth = 0;
        for (var i = open; i < regex.length(); i++) {
            var literal = endOfLiteral(regex, i);
            if (literal > i) {
                i = literal;
            } else if (regex.charAt(i) == '(') {
                depth++;
            } else if (regex.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The last index of the escape or the class of characters that begins at an index, in which parentheses mean nothing;
     * that index itself if none begins there. Beyond the end if it is not closed.
     */
    private static int endOfLiteral(String regex, int at) {
        if (regex.charAt(at) == '\\') {
            return at + 1;
        }
        if (regex.charAt(at) != '[') {
            return at;
        }
        // A bracket that comes first is a member of the class.
        var i = at + (regex.startsWith("^]", at + 1) ? 3 : regex.startsWith("]", at + 1) ? 2 : 1);
        while (i < regex.length() && regex.charAt(i) != ']') {
            i += regex.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
