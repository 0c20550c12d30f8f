package vn.onshore.residency.guard;

import java.util.List;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.Named;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;

/** Where data is stored and copied to: G7 to G9. */
final class StorageGuards {
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";

    private final GuardInputs inputs;
    private final Places places;
    private final NodeList nodes;
    private final DriverTable drivers;

    StorageGuards(GuardInputs inputs, Places places, NodeList nodes) {
        this.inputs = inputs;
        this.places = places;
        this.nodes = nodes;
        this.drivers = new DriverTable(inputs.allowances().drivers());
    }

    /** G7. Update is judged as well, because allowedTopologies may be edited at any time. */
    Blueprint classes() {
        var rule = Rule.v1("storage.k8s.io", List.of("storageclasses"), "CREATE", "UPDATE");
        var policy = Changes.only(ValidatingPolicy.on(rule), ".?provisioner", ".?parameters", ".?allowedTopologies");
        policy = knownDriver(
                parameters(policy, "object.provisioner", "object.?parameters.orValue({})"), "object.provisioner");
        var pins = "t.?matchLabelExpressions.orValue([]).filter(e, e.key in variables.topologyKeys)";
        return validates(
                Guard.StorageClasses,
                policy.let("topologies", "object.?allowedTopologies.orValue([])")
                        .require(
                                "variables.topologies.size() > 0 && variables.topologies.all(t, " + pins
                                        + ".size() > 0 && " + pins + ".all(e, e.values.size() > 0 && e.values.all(v, "
                                        + places.topology("e.key", "v") + ")))",
                                CelSentence.of("allowedTopologies of StorageClass '")
                                        .value("object.metadata.name")
                                        .text(
                                                "' must name at least one region or zone, and only ones in the boundary of "
                                                        + policy())));
    }

    /** G8. */
    Blueprint volumes() {
        var rule = Rule.v1("", List.of("persistentvolumes"), "CREATE", "UPDATE");
        var driver = "object.spec.csi.driver";
        var policy = Changes.only(ValidatingPolicy.on(rule), ".?spec")
                .let(places.network())
                .let(places.topology())
                .let(drivers.parameters())
                .let(List.of(
                        drivers.placed(),
                        drivers.handles(new HandlePattern.Inside(inputs.sites(), inputs.allowances()))))
                .let("servers", VolumeSources.serversOutside(places, "object.spec"))
                .require(
                        "variables.servers.size() == 0",
                        CelSentence.of("the volume is on the server '")
                                .value("variables.servers[0].replace('tcp://', '')")
                                .text("', which is not in the boundary of " + policy()))
                .require(
                        "!" + VolumeSources.unreadable("object.spec") + " && (!has(object.spec.csi) || " + driver
                                + " in variables.drivers)",
                        CelSentence.of("nobody can read where PersistentVolume '")
                                .value("object.metadata.name")
                                .text("' is: its driver is not in the boundary of " + policy()))
                .require(
                        // The namespace of the claim is governed where it matters; of another, a guard knows no labels.
                        "object.spec.?glusterfs.?endpointsNamespace.orValue('') == ''",
                        CelSentence.of("PersistentVolume '")
                                .value("object.metadata.name")
                                .text("' takes its servers from Endpoints of another namespace, which " + policy()
                                        + " may not govern: remove spec.glusterfs.endpointsNamespace"))
                .require(
                        "!has(object.spec.csi) || " + DriverTable.handleInside(driver, "object.spec.csi.volumeHandle"),
                        CelSentence.of("volumeHandle '")
                                .value("object.spec.csi.volumeHandle")
                                .text("' names no place in the boundary of " + policy()))
                .require(
                        "!has(object.spec.csi) || !"
                                + DriverTable.silent(
                                        driver,
                                        "object.spec.csi.?volumeAttributes.orValue({})",
                                        "object.spec.csi.volumeHandle"),
                        CelSentence.of("nothing in PersistentVolume '")
                                .value("object.metadata.name")
                                .text("' says where it is, as " + policy()
                                        + " wants: name its server or zone in volumeAttributes"))
                .let(
                        "strayAttributes",
                        "has(object.spec.csi) ? "
                                + drivers.outside(places, driver, "object.spec.csi.?volumeAttributes.orValue({})")
                                + " : []")
                .require(
                        "variables.strayAttributes.size() == 0",
                        CelSentence.of("volumeAttributes '")
                                .value("variables.strayAttributes[0]")
                                .text("' names a place that is not in the boundary of " + policy()));
        return validates(Guard.PersistentVolumes, affinity(policy));
    }

    /** Affinity that excludes places, or asks only that a key exists, says nothing of where the volume is. */
    private ValidatingPolicy affinity(ValidatingPolicy policy) {
        var byPlace = "t.?matchExpressions.orValue([]).filter(e, e.key in variables.topologyKeys)";
        var byNode = "(t.?matchExpressions.orValue([]) + t.?matchFields.orValue([]))"
                + ".filter(e, e.key in ['kubernetes.io/hostname', 'metadata.name'])";
        var confines = ".all(e, e.operator == 'In' && e.?values.orValue([]).size() > 0 && e.values.all(v, ";
        return policy.let(nodes.lists("nodes"))
                .let("terms", "object.spec.?nodeAffinity.?required.?nodeSelectorTerms.orValue([])")
                .require(
                        "variables.terms.size() > 0 || !(" + VolumeSources.driver("object.spec")
                                + " in variables.placedDrivers)",
                        CelSentence.of("PersistentVolume '")
                                .value("object.metadata.name")
                                .text("' needs spec.nodeAffinity to places in the boundary of " + policy()))
                .require(
                        "variables.terms.all(t, " + byPlace + ".size() + " + byNode + ".size() > 0 && "
                                + byPlace + confines + places.topology("e.key", "v") + ")) && "
                                + byNode + confines + nodes.among("nodes", "v") + ")))",
                        CelSentence.of("spec.nodeAffinity of PersistentVolume '")
                                .value("object.metadata.name")
                                .text("' must name only regions, zones or eligible nodes of " + policy()
                                        + ", by operator In"));
    }

    /** G9, the classes: where snapshots of a class are kept. */
    Blueprint snapshotClasses() {
        var rule = Rule.v1(SNAPSHOTS, List.of("volumesnapshotclasses"), "CREATE", "UPDATE");
        var policy = parameters(
                Changes.only(ValidatingPolicy.on(rule), ".?driver", ".?parameters"),
                "object.driver",
                "object.?parameters.orValue({})");
        return validates(Guard.VolumeSnapshotClasses, knownDriver(policy, "object.driver"));
    }

    /**
     * G9, the contents: what a handle brings in. It must name a place, because nothing else of an imported snapshot does.
     * Snapshots of volumes in the cluster are where their volume is.
     */
    Blueprint snapshotContents() {
        var rule = Rule.v1(SNAPSHOTS, List.of("volumesnapshotcontents"), "CREATE", "UPDATE");
        var policy = Changes.only(ValidatingPolicy.on(rule), ".?spec")
                .let(drivers.parameters())
                .let(List.of(handles()))
                .let("handle", "object.spec.source.?snapshotHandle.orValue('')")
                .require(
                        "variables.handle == '' || "
                                + DriverTable.handleInside("object.spec.driver", "variables.handle") + " && "
                                + DriverTable.handleTells("object.spec.driver", "variables.handle"),
                        CelSentence.of("snapshotHandle '")
                                .value("variables.handle")
                                .text("' names no place in the boundary of " + policy()));
        return validates(Guard.VolumeSnapshotContents, knownDriver(policy, "object.spec.driver"));
    }

    private Named handles() {
        return drivers.handles(new HandlePattern.Inside(inputs.sites(), inputs.allowances()));
    }

    private ValidatingPolicy parameters(ValidatingPolicy policy, String driver, String parameters) {
        return policy.let(places.network())
                .let(places.topology())
                .let(drivers.parameters())
                .let("strayParameters", drivers.outside(places, driver, parameters))
                .require(
                        "variables.strayParameters.size() == 0",
                        CelSentence.of("parameter '")
                                .value("variables.strayParameters[0]")
                                .text("' names a place that is not in the boundary of " + policy()));
    }

    private ValidatingPolicy knownDriver(ValidatingPolicy policy, String driver) {
        return policy.require(
                driver + " in variables.drivers",
                CelSentence.of("nobody knows where driver '")
                        .value(driver)
                        .text("' stores data: it is not in the boundary of " + policy()));
    }

    private Blueprint validates(Guard guard, ValidatingPolicy policy) {
        return new Blueprint.Validates(guard, Blueprint.Scope.Cluster, policy);
    }

    private String policy() {
        return "DataResidency " + inputs.policy();
    }
}
