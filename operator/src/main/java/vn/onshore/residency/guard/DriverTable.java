package vn.onshore.residency.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.Named;
import vn.onshore.boundary.Allowances.Driver;

/** What is known of CSI drivers, as CEL. */
final class DriverTable {
    private final List<Driver> drivers;

    DriverTable(List<Driver> drivers) {
        this.drivers = drivers;
    }

    /** The variables that {@link #outside} uses, and {@code drivers}: the names of the known ones. */
    List<Named> parameters() {
        return List.of(
                new Named(
                        "drivers",
                        CelLiteral.list(drivers.stream().map(Driver::name).toList())),
                new Named("locationKeys", lists(Driver::locationParameters)));
    }

    /** The variable {@code placedDrivers}: those whose volumes carry topology. */
    Named placed() {
        return new Named(
                "placedDrivers",
                CelLiteral.list(drivers.stream()
                        .filter(driver -> !driver.topologyKeys().isEmpty())
                        .map(Driver::name)
                        .toList()));
    }

    /**
     * The variable {@code handles}: by driver, its patterns in order, each with the pattern of those handles that lie
     * inside.
     */
    Named handles(HandlePattern.Inside inside) {
        var patterns = new LinkedHashMap<String, String>();
        for (var driver : drivers) {
            var pairs = driver.handlePatterns().stream()
                    .map(HandlePattern::of)
                    .map(pattern -> "{'reads': " + CelLiteral.string(pattern.plain()) + ", 'inside': "
                            + CelLiteral.string(pattern.allowing(inside)) + "}")
                    .toList();
            if (!pairs.isEmpty()) {
                patterns.put(driver.name(), "[" + String.join(", ", pairs) + "]");
            }
        }
        return new Named("handles", CelLiteral.map(patterns));
    }

    /**
     * CEL: whether a handle of a driver is read, and does not lie outside. The first pattern that reads it decides. A
     * handle that nobody can read is refused.
     */
    static String handleInside(String driver, String handle) {
        return "[variables.handles[?" + driver + "].orValue([]).filter(p, " + handle + ".matches(p.reads))]"
                + ".all(m, m.size() > 0 && " + handle + ".matches(m[0].inside))";
    }

    /** CEL that gives the keys of a map of parameters or attributes whose value names a place outside. */
    String outside(Places places, String driver, String parameters) {
        return parameters + ".filter(k, k.lowerAscii() in variables.locationKeys[?" + driver + "].orValue([]) && "
                + places.parameters(parameters + "[k].split(',')") + ".size() > 0)";
    }

    private String lists(Function<Driver, List<String>> field) {
        Map<String, String> lists = new LinkedHashMap<>();
        for (var driver : drivers) {
            if (!field.apply(driver).isEmpty()) {
                lists.put(driver.name(), CelLiteral.list(field.apply(driver)));
            }
        }
        return CelLiteral.map(lists);
    }
}
