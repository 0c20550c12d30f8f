package vn.onshore.residency.verify;

import java.util.List;
import java.util.Set;
import vn.onshore.boundary.Locator;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;

/** What volumes and snapshots are made by: E15 and E16 storage classes, E20 snapshot classes, E21 snapshot contents. */
final class StorageRules {
    private static final Set<GroupKind> STORAGE_CLASS = Set.of(new GroupKind("storage.k8s.io", "StorageClass"));
    private static final Set<GroupKind> SNAPSHOT_CLASSES = Set.of(
            new GroupKind("snapshot.storage.k8s.io", "VolumeSnapshotClass"),
            new GroupKind("groupsnapshot.storage.k8s.io", "VolumeGroupSnapshotClass"));
    private static final Set<GroupKind> SNAPSHOT_CONTENTS = Set.of(
            new GroupKind("snapshot.storage.k8s.io", "VolumeSnapshotContent"),
            new GroupKind("groupsnapshot.storage.k8s.io", "VolumeGroupSnapshotContent"));
    private static final String LIST_DRIVER =
            "List the driver in spec.csiDrivers of the boundary, with the parameters that name a place.";

    private static final String IMPORT =
            "Import only snapshots whose handle shows a place inside, and list the driver with its volumeHandle pattern in"
                    + " the boundary.";

    static final List<Rule> ALL = List.of(
            new Rule(
                    "E15",
                    Rule.Scope.Cluster,
                    STORAGE_CLASS,
                    (o, c, opinion) -> parameters(o, "provisioner", c, opinion)),
            new Rule("E16", Rule.Scope.Cluster, STORAGE_CLASS, StorageRules::allowedTopologies),
            new Rule(
                    "E20",
                    Rule.Scope.Cluster,
                    SNAPSHOT_CLASSES,
                    (o, c, opinion) -> parameters(o, "driver", c, opinion)),
            new Rule("E21", Rule.Scope.Cluster, SNAPSHOT_CONTENTS, StorageRules::snapshotContent));

    private StorageRules() {}

    private static void parameters(Manifest object, String driverField, Context context, Opinion opinion) {
        var driver = object.tree().at(driverField).text();
        for (var placed : context.locator()
                .parameters(driver, object.tree().at("parameters").textFields())) {
            opinion.place(
                    "parameter " + Quoted.shortened(placed.key()),
                    Opinion.withoutSecrets(placed.value()),
                    placed.whereabouts(),
                    "Name a zone, region or host of an allowed site.");
        }
        if (!context.locator().knowsDriver(driver)) {
            opinion.unknown(
                    driverField + " " + Quoted.shortened(driver)
                            + " is listed nowhere, so nobody can read which parameters name a place",
                    LIST_DRIVER);
        }
        if (opinion.isClean()) {
            opinion.met("no parameter leads outside");
        }
    }

    private static void allowedTopologies(Manifest object, Context context, Opinion opinion) {
        var terms = object.tree().at("allowedTopologies").items();
        if (terms.isEmpty()) {
            opinion.notMet(
                    "allowedTopologies is missing, so volumes may be made anywhere",
                    "Set allowedTopologies to zones or regions of allowed sites.");
            return;
        }
        terms.forEach(term -> allowedTerm(term, context.locator(), opinion));
        if (opinion.isClean()) {
            opinion.met("every allowed topology is inside");
        }
    }

    private static void allowedTerm(Tree term, Locator locator, Opinion opinion) {
        var confined = false;
        for (var expression : term.at("matchLabelExpressions").items()) {
            var key = expression.at("key").text();
            if (locator.isTopologyKey(key)) {
                var values = expression.at("values").texts();
                confined = confined || !values.isEmpty();
                values.forEach(value -> opinion.place(
                        "allowedTopologies value",
                        value,
                        locator.topology(key, value),
                        "Allow only zones and regions of allowed sites."));
            }
        }
        if (!confined) {
            opinion.notMet(
                    "a term of allowedTopologies names no zone or region",
                    "Give every term a topology key that the boundary knows, with values of allowed sites.");
        }
    }

    private static void snapshotContent(Manifest object, Context context, Opinion opinion) {
        var spec = object.tree().at("spec");
        var driver = spec.at("driver").text();
        var group = spec.at("source", "groupSnapshotHandles");
        if (!context.locator().knowsDriver(driver)) {
            opinion.unknown(
                    "driver " + Quoted.shortened(driver)
                            + " is listed nowhere, so nobody can read where its snapshots are",
                    LIST_DRIVER);
        }
        handle(driver, spec.at("source", "snapshotHandle").text(), context, opinion);
        handle(driver, group.at("volumeGroupSnapshotHandle").text(), context, opinion);
        group.at("volumeSnapshotHandles").texts().forEach(handle -> handle(driver, handle, context, opinion));
        var made = object.tree().at("status", "snapshotHandle").text();
        if (!made.isEmpty() && opinion.isClean()) {
            var whereabouts = context.locator().handle(driver, made);
            if (context.policy().territory().judge(whereabouts) == Verdict.NotMet) {
                handle(driver, made, context, opinion);
            }
        }
        if (opinion.isClean()) {
            opinion.met("no snapshot handle leads outside");
        }
    }

    private static void handle(String driver, String handle, Context context, Opinion opinion) {
        if (handle.isEmpty()) {
            return;
        }
        var judged =
                opinion.place("the snapshot handle", handle, context.locator().handle(driver, handle), IMPORT);
        if (judged == Verdict.NotApplicable) {
            opinion.unknown(
                    "the snapshot handle " + Quoted.shortened(handle)
                            + " names no place, and nothing else of the snapshot does",
                    IMPORT);
        }
    }
}
