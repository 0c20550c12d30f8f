package vn.onshore.residency.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.Named;
import vn.onshore.boundary.Allowances.Driver;

/** What is known of CSI drivers, as CEL. */
final class DriverTable {
    private final List<Driver> drivers;

    DriverTable(List<Driver> drivers) {
        this.drivers = drivers;
    }

    /** The part of it about these drivers. */
    DriverTable of(Set<String> names) {
        return new DriverTable(
                drivers.stream().filter(driver -> names.contains(driver.name())).toList());
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
                    .map(pattern -> row(pattern, inside))
                    .toList();
            if (!pairs.isEmpty()) {
                patterns.put(driver.name(), "[" + String.join(", ", pairs) + "]");
            }
        }
        return new Named("handles", CelLiteral.map(patterns));
    }

    private static String row(HandlePattern pattern, HandlePattern.Inside inside) {
        var row = new LinkedHashMap<String, String>();
        row.put("reads", CelLiteral.string(pattern.plain()));
        row.put("inside", CelLiteral.string(pattern.allowing(inside)));
        row.put("tells", CelLiteral.string(pattern.tellsPlace() ? "a place" : "nothing"));
        return CelLiteral.map(row);
    }

    /**
     * CEL: whether a handle of a driver is read, and does not lie outside. The first pattern that reads it decides. A
     * handle that nobody can read is refused.
     */
    static String handleInside(String driver, String handle) {
        return reading(driver, handle) + ".all(m, m.size() > 0 && " + handle + ".matches(m[0].inside))";
    }

    /** CEL: whether a handle of a driver names a place, inside or not. */
    static String handleTells(String driver, String handle) {
        return reading(driver, handle) + ".exists(m, m.size() > 0 && m[0].tells == 'a place')";
    }

    /** CEL: a list of one, the rows of {@code handles} that read the handle. */
    private static String reading(String driver, String handle) {
        return "[variables.handles[?" + driver + "].orValue([]).filter(p, " + handle + ".matches(p.reads))]";
    }

    /**
     * CEL: whether nothing in a CSI volume says where it is: no topology of its driver, no attribute and no handle. Uses
     * {@code placedDrivers}.
     *
     * @param handle CEL; null for inline volumes, which have none
     */
    static String silent(String driver, String attributes, @Nullable String handle) {
        var told = attributes + ".exists(k, k.lowerAscii() in variables.locationKeys[?" + driver + "].orValue([]) && "
                + attributes + "[k].split(',').exists(v, v.trim() != ''))";
        var handled = handle == null ? "" : " && !" + handleTells(driver, handle);
        return "(!(" + driver + " in variables.placedDrivers) && !" + told + handled + ")";
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
