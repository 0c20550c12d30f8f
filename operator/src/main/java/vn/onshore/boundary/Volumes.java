package vn.onshore.boundary;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what storage drivers write: parameters, attributes and handles. */
final class Volumes {
    private static final int LONGEST = 8192;

    private final Topology topology;
    private final Hosts hosts;
    private final Set<String> sites;
    private final Map<String, DriverGrammar> drivers = new TreeMap<>();
    private final Set<String> topologyKeys = new HashSet<>();

    Volumes(Topology topology, Hosts hosts, Set<String> sites, Iterable<DriverGrammar> grammars) {
        this.topology = topology;
        this.hosts = hosts;
        this.sites = sites;
        for (var grammar : grammars) {
            drivers.put(grammar.name(), grammar);
            topologyKeys.addAll(grammar.topologyKeys());
        }
    }

    Map<String, DriverGrammar> drivers() {
        return drivers;
    }

    boolean isTopologyKey(String key) {
        return topologyKeys.contains(key);
    }

    boolean hasTopology(String driver) {
        var grammar = drivers.get(driver);
        return grammar != null && !grammar.topologyKeys().isEmpty();
    }

    List<Locator.Placed> parameters(String driver, Map<String, String> parameters) {
        var grammar = drivers.get(driver);
        if (grammar == null || grammar.parameters().isEmpty()) {
            return List.of();
        }
        var placed = new ArrayList<Locator.Placed>();
        parameters.forEach((key, value) -> {
            var reading = grammar.parameters().get(key.toLowerCase(Locale.ROOT));
            if (reading != null) {
                read(key, value, reading, placed);
            }
        });
        return placed;
    }

    Whereabouts handle(String driver, String handle) {
        var grammar = drivers.get(driver);
        if (grammar == null) {
            return Whereabouts.unknown("driver " + driver + " is listed neither by the boundary nor by the catalogue");
        }
        if (handle.length() > LONGEST) {
            return Whereabouts.unknown("the handle is longer than " + LONGEST + " characters");
        }
        for (var pattern : grammar.handles()) {
            var matcher = pattern.matcher(handle);
            if (matcher.matches()) {
                var place = groups(pattern, matcher);
                return place != null
                        ? place
                        : Whereabouts.unsaid("handles of " + driver + " name no place; node affinity or attributes do");
            }
        }
        return Whereabouts.unknown("no pattern reads this handle of " + driver
                + "; say how handles tell their place in spec.csiDrivers[].volumeHandle of the boundary");
    }

    private void read(String key, String value, DriverGrammar.Reading reading, List<Locator.Placed> placed) {
        if (value.length() > LONGEST) {
            placed.add(new Locator.Placed(
                    key, value.substring(0, 64), Whereabouts.unlisted("longer than " + LONGEST + " characters")));
            return;
        }
        for (var element : value.split(",", -1)) {
            var text = element.strip();
            if (!text.isEmpty()) {
                var where = reading.pattern() == null ? named(reading.group(), text) : matched(reading.pattern(), text);
                if (where != null) {
                    placed.add(new Locator.Placed(key, text, where));
                }
            }
        }
    }

    private @Nullable Whereabouts matched(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.matches() ? groups(pattern, matcher) : null;
    }

    /** What the named groups say together; null if the pattern has none or they are empty. */
    private @Nullable Whereabouts groups(Pattern pattern, Matcher matcher) {
        Whereabouts together = null;
        for (var group : DriverGrammar.GROUPS) {
            if (pattern.namedGroups().containsKey(group)) {
                var text = matcher.group(group);
                if (text != null) {
                    together = together == null ? named(group, text) : both(together, named(group, text));
                }
            }
        }
        return together;
    }

    /** The answer that is not inside, if one is; two sites contradict each other. */
    private static Whereabouts both(Whereabouts first, Whereabouts second) {
        if (first.place() instanceof Place.AtSite(var one)
                && second.place() instanceof Place.AtSite(var other)
                && !one.equals(other)) {
            var sources = new ArrayList<>(first.sources());
            sources.addAll(second.sources());
            return Whereabouts.contradictory(
                    first.place(), sources, "one part of the handle says site " + one + ", another says site " + other);
        }
        return first.place() instanceof Place.AtSite ? second : first;
    }

    private Whereabouts named(String group, String text) {
        return switch (group) {
            case "site" ->
                sites.contains(text)
                        ? Whereabouts.atSite(text, EvidenceLevel.Provider, "site " + text)
                        : Whereabouts.unlisted("site " + text + " is not in the boundary");
            case "zone" -> listed("zone", text, topology.zone(text));
            case "region" -> listed("region", text, topology.region(text));
            case "host" -> host(Host.ofUrl(text));
            case "reference" -> reference(text);
            default -> place(text);
        };
    }

    private Whereabouts place(String text) {
        var known = topology.either(text);
        if (known != null) {
            return known;
        }
        if (text.startsWith("arn:")) {
            var parts = text.split(":", 6);
            var region = parts.length > 3 ? parts[3] : "";
            return listed("region", region, topology.region(region));
        }
        var host = Host.ofUrl(text);
        var looksLikeHost = text.indexOf("://") >= 0
                || text.startsWith("//")
                || !(host instanceof Host.Name(var name))
                || name.indexOf('.') >= 0
                || hosts.exact().containsKey(name);
        return looksLikeHost ? host(host) : listed("place", text, null);
    }

    private Whereabouts host(Host host) {
        return Hosts.isService(host)
                ? Whereabouts.inBoundary(EvidenceLevel.None, "a Service of the cluster, which is judged itself")
                : hosts.host(host);
    }

    private Whereabouts reference(String text) {
        var known = sites.contains(text)
                ? Whereabouts.atSite(text, EvidenceLevel.Provider, "site " + text)
                : topology.either(text);
        return known != null
                ? known
                : Whereabouts.unknown(text + " is an id of a storage system that nobody places; list it among"
                        + " spec.sites[].nodes.zones of the boundary if you know where that system stands");
    }

    private static Whereabouts listed(String kind, String text, @Nullable Whereabouts known) {
        return known != null
                ? known
                : Whereabouts.unlisted(kind + " " + text + " is listed neither by the boundary nor by the catalogue");
    }
}
