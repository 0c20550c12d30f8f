package vn.onshore.residency.prove;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.CsiDriver;
import vn.onshore.boundary.NodeFacts;

/** Storage classes, volumes and snapshot classes that lead abroad, and the same at home. */
final class StorageAttempts {
    /** A driver of the catalogue whose snapshot classes can name a foreign region. */
    private static final Location AZURE_SNAPSHOTS = new Location("disk.csi.azure.com", "location", "eastus2");

    private static final List<String> KNOWN_DRIVERS = List.of("csi.vsphere.vmware.com", "cinder.csi.openstack.org");

    private final AttemptList attempts;
    private final CanaryInputs in;
    private final Examples examples;

    /** A class parameter that names a place. */
    private record Location(String driver, String key, String place) {
        Map<String, String> parameters() {
            return Map.of(key, place);
        }
    }

    private StorageAttempts(AttemptList attempts, CanaryInputs in, Examples examples) {
        this.attempts = attempts;
        this.in = in;
        this.examples = examples;
    }

    static void add(AttemptList attempts, CanaryInputs in, Examples examples) {
        var storage = new StorageAttempts(attempts, in, examples);
        storage.classes();
        storage.volumes();
        if (in.served().snapshotClasses()) {
            storage.snapshotClasses();
        } else {
            attempts.untried("no VolumeSnapshotClass: the server does not serve the kind");
        }
    }

    private void classes() {
        var driver = driver();
        if (driver.isEmpty()) {
            attempts.untried("no StorageClass: neither boundary nor catalogue knows a driver");
            return;
        }
        var provisioner = driver.get();
        attempts.forbidden(
                "G7",
                "storageclass-without-topologies",
                "make a StorageClass without allowedTopologies",
                storageClass(provisioner, Map.of(), Map.of()));
        examples.outsideZone()
                .ifPresent(zone -> attempts.forbidden(
                        "G7",
                        "storageclass-abroad",
                        "make a StorageClass for zone " + zone,
                        storageClass(provisioner, Map.of(NodeFacts.ZONE, zone), Map.of())));
        if (examples.insideLabels().isEmpty()) {
            attempts.untried("no StorageClass that must pass: no site of the boundary lists a region or zone");
            return;
        }
        outsideLocation()
                .ifPresent(location -> attempts.forbidden(
                        "G7",
                        "storageclass-foreign-parameter",
                        "make a StorageClass with " + location.key() + "=" + location.place(),
                        storageClass(location.driver(), oneLabel(), location.parameters())));
        attempts.allowed(
                "G7",
                "storageclass-inside",
                "make a StorageClass for "
                        + oneLabel().values().stream().findFirst().orElse("nowhere"),
                storageClass(provisioner, oneLabel(), Map.of()));
    }

    /** Volumes by NFS, whose server anybody can judge: a handle would have to be made up to fit a driver's pattern. */
    private void volumes() {
        var home = examples.insideAddress().or(examples::insideHost);
        var labels = oneLabel();
        var abroad = examples.outsideAddress().or(examples::outsideHost);
        abroad.ifPresent(server -> attempts.forbidden(
                "G8", "volume-foreign-server", "make a PersistentVolume on server " + server, volume(server, labels)));
        if (home.isEmpty()) {
            attempts.untried("no PersistentVolume that must pass: no allowed site lists a CIDR or a host");
            return;
        }
        var server = home.get();
        examples.outsideZone()
                .ifPresent(zone -> attempts.forbidden(
                        "G8",
                        "volume-foreign-affinity",
                        "make a PersistentVolume with node affinity to zone " + zone,
                        volume(server, Map.of(NodeFacts.ZONE, zone))));
        attempts.allowed("G8", "volume-inside", "make a PersistentVolume on server " + server, volume(server, labels));
    }

    private void snapshotClasses() {
        outsideLocation()
                .or(() -> Optional.of(AZURE_SNAPSHOTS).filter(this::outside))
                .ifPresentOrElse(
                        location -> attempts.forbidden(
                                "G9",
                                "snapshotclass-abroad",
                                "make a VolumeSnapshotClass with " + location.key() + "=" + location.place(),
                                snapshotClass(location.driver(), location.parameters())),
                        () -> attempts.untried("no VolumeSnapshotClass abroad: no known driver has a parameter that"
                                + " names a place"));
        driver().ifPresent(driver -> attempts.allowed(
                "G9",
                "snapshotclass-inside",
                "make a VolumeSnapshotClass without a place",
                snapshotClass(driver, Map.of())));
    }

    private Optional<String> driver() {
        return Stream.concat(in.boundary().csiDrivers().stream().map(CsiDriver::name), KNOWN_DRIVERS.stream())
                .filter(in.locator()::knowsDriver)
                .findFirst();
    }

    /** A location parameter of a driver of the boundary, with a zone or host abroad. */
    private Optional<Location> outsideLocation() {
        var places = Stream.of(examples.outsideZone(), examples.outsideHost())
                .flatMap(Optional::stream)
                .toList();
        return in.boundary().csiDrivers().stream()
                .flatMap(driver -> driver.locationParameters().stream()
                        .flatMap(key -> places.stream().map(place -> new Location(driver.name(), key, place))))
                .filter(this::outside)
                .findFirst();
    }

    private boolean outside(Location location) {
        return in.locator().parameters(location.driver(), location.parameters()).stream()
                .anyMatch(placed -> examples.judge().outside(placed.whereabouts()));
    }

    /** The narrowest label of the place inside. */
    private Map<String, String> oneLabel() {
        var labels = examples.insideLabels();
        var key = labels.containsKey(NodeFacts.ZONE) ? NodeFacts.ZONE : NodeFacts.REGION;
        var place = labels.get(key);
        return place == null ? Map.of() : Map.of(key, place);
    }

    private ApiRequest storageClass(String provisioner, Map<String, String> labels, Map<String, String> parameters) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("provisioner", provisioner);
        fields.put("volumeBindingMode", "WaitForFirstConsumer");
        if (!parameters.isEmpty()) {
            fields.put("parameters", parameters);
        }
        if (!labels.isEmpty()) {
            var expressions = labels.entrySet().stream()
                    .map(label -> Map.of("key", label.getKey(), "values", List.of(label.getValue())))
                    .toList();
            fields.put("allowedTopologies", List.of(Map.of("matchLabelExpressions", expressions)));
        }
        return attempts.apply(ClusterCanary.StorageClass, fields);
    }

    private ApiRequest volume(String server, Map<String, String> labels) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("capacity", Map.of("storage", "1Mi"));
        spec.put("accessModes", List.of("ReadWriteMany"));
        spec.put("persistentVolumeReclaimPolicy", "Retain");
        spec.put("storageClassName", CanaryGround.NAME);
        spec.put("nfs", Map.of("server", server, "path", "/canary"));
        if (!labels.isEmpty()) {
            var expressions = labels.entrySet().stream()
                    .map(label -> Map.of("key", label.getKey(), "operator", "In", "values", List.of(label.getValue())))
                    .toList();
            var terms = List.of(Map.of("matchExpressions", expressions));
            spec.put("nodeAffinity", Map.of("required", Map.of("nodeSelectorTerms", terms)));
        }
        return attempts.apply(ClusterCanary.PersistentVolume, Map.of("spec", spec));
    }

    private ApiRequest snapshotClass(String driver, Map<String, String> parameters) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("driver", driver);
        fields.put("deletionPolicy", "Delete");
        if (!parameters.isEmpty()) {
            fields.put("parameters", parameters);
        }
        return attempts.apply(ClusterCanary.VolumeSnapshotClass, fields);
    }
}
