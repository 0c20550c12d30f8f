package vn.onshore.boundary;

import java.util.LinkedHashMap;
import java.util.Map;
import vn.onshore.manifest.Tree;

/**
 * The defaults that an API server fills into an OnshoreBoundary, for specs that come from files. Without them an absent
 * enum could not be told from one that this version does not know.
 */
public final class SpecDefaults {
    private static final Map<String, Object> DEFAULTS =
            Map.of("jurisdiction", "VN", "useCatalogue", true, "nodeGuard", "None");

    private SpecDefaults() {}

    /** The spec's fields, with defaults where it has none. */
    public static Map<String, Object> fill(Tree spec) {
        var filled = new LinkedHashMap<>(spec.fields());
        DEFAULTS.forEach((field, value) -> filled.merge(field, value, (said, _) -> said));
        return filled;
    }
}
