package vn.onshore.residency.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** The variable {@code handles}: by driver, the pattern of the handles that lie inside. */
    Named handles(HandlePattern.Inside inside) {
        var patterns = new LinkedHashMap<String, String>();
        for (var driver : drivers) {
            var allowed = driver.handlePatterns().stream()
                    .flatMap(pattern -> HandlePattern.of(pattern).allowing(inside).stream())
                    .collect(Collectors.joining("|"));
            if (!allowed.isEmpty()) {
                patterns.put(driver.name(), CelLiteral.string("^(?:" + allowed + ")$"));
            }
        }
        return new Named("handles", CelLiteral.map(patterns));
    }

    /** CEL: whether a handle of a driver is read, and lies inside. A handle that nobody can read is not inside. */
    static String handleInside(String driver, String handle) {
        return "(" + driver + " in variables.handles && " + handle + ".matches(variables.handles[" + driver + "]))";
    }

    /** CEL that gives the keys of a map of parameters or attributes whose value names a place outside. */
    String outside(Places places, String driver, String parameters) {
        return parameters + ".filter(k, k in variables.locationKeys[?" + driver + "].orValue([]) && "
                + places.parameters(parameters + "[k].split(',')") + ".size() > 0)";
    }

    private String lists(java.util.function.Function<Driver, List<String>> field) {
        Map<String, String> lists = new LinkedHashMap<>();
        for (var driver : drivers) {
            if (!field.apply(driver).isEmpty()) {
                lists.put(driver.name(), CelLiteral.list(field.apply(driver)));
            }
        }
        return CelLiteral.map(lists);
    }
}
