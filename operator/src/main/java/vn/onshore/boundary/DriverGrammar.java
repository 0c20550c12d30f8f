package vn.onshore.boundary;

import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;

/**
 * How a storage driver names places.
 *
 * @param name CSI name or in-tree provisioner
 * @param topologyKeys its keys in allowedTopologies, node affinity and CSINode
 * @param parameters how to read its parameters and attributes, by lower-case key
 * @param handles how to read its handles, tried in order, each against the whole handle
 */
record DriverGrammar(String name, List<String> topologyKeys, Map<String, Reading> parameters, List<Pattern> handles) {

    /** The named groups that a pattern of the boundary may have. */
    static final List<String> USER_GROUPS = List.of("site", "zone", "region", "host");
    /** All named groups, in the order in which they are asked. */
    static final List<String> GROUPS = List.of("site", "zone", "region", "host", "place", "reference");

    /**
     * How to read a value.
     *
     * @param group what the whole value is, one of {@link #GROUPS}
     * @param pattern if not null, only what it matches names a place, by its groups
     */
    record Reading(String group, @Nullable Pattern pattern) {}

    private static final Reading PLACE = new Reading("place", null);

    DriverGrammar {
        topologyKeys = List.copyOf(topologyKeys);
        parameters = Map.copyOf(parameters);
        handles = List.copyOf(handles);
    }

    /** A group name, or else a pattern. */
    static Reading reading(String text) {
        return GROUPS.contains(text) ? new Reading(text, null) : new Reading("place", Pattern.compile(text));
    }

    /** A driver that only the boundary describes. */
    static DriverGrammar named(String name) {
        return new DriverGrammar(name, List.of(), Map.of(), List.of());
    }

    /** All drivers by name: those of the catalogue, with what the boundary says. Patterns must have been checked. */
    static Map<String, DriverGrammar> byName(OnshoreBoundarySpec spec, Catalogue catalogue) {
        var grammars = new TreeMap<String, DriverGrammar>();
        catalogue.drivers().forEach(driver -> grammars.put(driver.name(), driver));
        for (var driver : spec.csiDrivers()) {
            var handle = driver.volumeHandle() == null ? null : Pattern.compile(driver.volumeHandle());
            grammars.put(
                    driver.name(),
                    grammars.getOrDefault(driver.name(), named(driver.name()))
                            .with(driver.topologyKeys(), driver.locationParameters(), handle));
        }
        return grammars;
    }

    /** With what the boundary says in addition; its handle pattern stands in for those of the catalogue. */
    DriverGrammar with(List<String> moreTopologyKeys, List<String> locationParameters, @Nullable Pattern handle) {
        var keys = new TreeSet<>(topologyKeys);
        keys.addAll(moreTopologyKeys);
        var readings = new LinkedHashMap<>(parameters);
        locationParameters.forEach(key -> readings.put(key.toLowerCase(Locale.ROOT), PLACE));
        return new DriverGrammar(name, List.copyOf(keys), readings, handle == null ? handles : List.of(handle));
    }

    Allowances.Driver allowance() {
        return new Allowances.Driver(
                name,
                topologyKeys.stream().sorted().toList(),
                parameters.keySet().stream().sorted().toList(),
                handles.stream().map(Pattern::pattern).toList());
    }
}
