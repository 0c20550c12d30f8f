package vn.onshore.residency.guard;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.admission.CelLiteral;

/** Volume sources of Kubernetes itself, which pods and PersistentVolumes spell alike. */
final class VolumeSources {
    /** In-tree disks: the field, the field in it that names the disk, and the provisioner whose handles these are. */
    private static final List<Disk> DISKS = List.of(
            new Disk("awsElasticBlockStore", "volumeID", "kubernetes.io/aws-ebs"),
            new Disk("azureDisk", "diskURI", "kubernetes.io/azure-disk"),
            new Disk("cinder", "volumeID", "kubernetes.io/cinder"),
            new Disk("gcePersistentDisk", "pdName", "kubernetes.io/gce-pd"),
            new Disk("portworxVolume", "volumeID", "kubernetes.io/portworx-volume"),
            new Disk("vsphereVolume", "volumePath", "kubernetes.io/vsphere-volume"));

    /** Sources that do not say where they are. */
    private static final List<String> UNREADABLE =
            List.of("azureFile", "fc", "flexVolume", "flocker", "photonPersistentDisk", "storageos");

    private record Disk(String field, String id, String driver) {}

    private VolumeSources() {}

    /** Names of the drivers that {@link #unreadable} looks up in {@code handles}. */
    static Set<String> diskDrivers() {
        return DISKS.stream().map(Disk::driver).collect(Collectors.toSet());
    }

    /** CEL: whether nobody can read where the source is, or its handle names a place outside. Uses {@code handles}. */
    static String unreadable(String source) {
        var silent = UNREADABLE.stream().map(field -> "has(" + source + "." + field + ")");
        var outside = DISKS.stream().map(disk -> {
            var field = source + "." + disk.field();
            var id = field + ".?" + disk.id() + ".orValue('')";
            return "has(" + field + ") && !" + DriverTable.handleInside(CelLiteral.string(disk.driver()), id);
        });
        return Stream.concat(silent, outside).collect(Collectors.joining(" || ", "(", ")"));
    }

    /** CEL: the driver of a PersistentVolume; empty if it has none. */
    static String driver(String source) {
        var csi = "has(" + source + ".csi) ? " + source + ".csi.driver : ";
        return DISKS.stream()
                .map(disk -> "has(" + source + "." + disk.field() + ") ? " + CelLiteral.string(disk.driver()) + " : ")
                .collect(Collectors.joining("", "(" + csi, "'')"));
    }

    /**
     * CEL that gives the servers of a network volume that lie outside: NFS, iSCSI, Ceph, Quobyte and
     * ScaleIO. GlusterFS names an Endpoints
     * object and is judged there.
     */
    static String serversOutside(Places places, String source) {
        return "(" + places.hosts(servers(source, "nfs", "[%s.?server.orValue('')]"))
                + " + "
                + places.authorities("("
                        + servers(source, "iscsi", "[%1$s.?targetPortal.orValue('')] + %1$s.?portals.orValue([])")
                        + " + " + servers(source, "rbd", "%s.?monitors.orValue([''])")
                        + " + " + servers(source, "cephfs", "%s.?monitors.orValue([''])")
                        + " + " + servers(source, "quobyte", "%s.?registry.orValue('').split(',').map(r, r.trim())")
                        + ")")
                + " + " + places.urls(servers(source, "scaleIO", "[%s.?gateway.orValue('')]")) + ")";
    }

    /** @param servers CEL of a list, in which {@code %s} stands for the field */
    private static String servers(String source, String field, String servers) {
        var path = source + "." + field;
        return "(has(" + path + ") ? " + servers.formatted(path) + " : [])";
    }
}
