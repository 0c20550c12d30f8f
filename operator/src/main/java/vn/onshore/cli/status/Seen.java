package vn.onshore.cli.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.onshore.kube.Json;
import vn.onshore.kube.ListedObjects;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/** Boundaries, policies and zones as the server gave them, sorted by name. */
record Seen(List<Manifest> boundaries, List<Manifest> policies, List<Manifest> isolations) {
    static final Seen NOTHING = new Seen(List.of(), List.of(), List.of());

    static final int GOOD = 0;
    static final int BAD = 1;
    static final int UNKNOWN = 3;

    Seen {
        boundaries = List.copyOf(boundaries);
        policies = List.copyOf(policies);
        isolations = List.copyOf(isolations);
    }

    static Seen by(ListedObjects objects) {
        return new Seen(
                objects.all(Watched.BOUNDARY).toList(),
                objects.all(Watched.RESIDENCY).toList(),
                objects.all(Watched.ISOLATION).toList());
    }

    Stream<Manifest> all() {
        return Stream.of(boundaries, policies, isolations).flatMap(List::stream);
    }

    /** All of it as one JSON object on one line. */
    String json() {
        return Json.write(
                Map.of("boundaries", trees(boundaries), "policies", trees(policies), "isolations", trees(isolations)));
    }

    private static List<Map<String, Object>> trees(List<Manifest> manifests) {
        return manifests.stream().map(Seen::withoutManagers).toList();
    }

    private static Map<String, Object> withoutManagers(Manifest manifest) {
        var tree = new LinkedHashMap<>(manifest.tree().fields());
        var metadata = new LinkedHashMap<>(manifest.tree().at("metadata").fields());
        metadata.remove("managedFields");
        tree.put("metadata", metadata);
        return tree;
    }

    /** {@link #GOOD} if all is ready and compliant, {@link #BAD} if anything is not, else {@link #UNKNOWN}. */
    int exitCode() {
        var compliant = Stream.concat(policies.stream(), isolations.stream())
                .map(each -> Conditions.of(each).status("Compliant"))
                .toList();
        if (all().anyMatch(each -> !Conditions.of(each).status("Ready").equals("True"))
                || compliant.contains("False")) {
            return BAD;
        }
        return compliant.stream().allMatch(status -> status.equals("True")) ? GOOD : UNKNOWN;
    }
}
