package vn.onshore.residency.guard;

import java.util.List;
import java.util.stream.Collectors;

/** Volume sources of Kubernetes itself, which pods and PersistentVolumes spell alike. */
final class VolumeSources {
    /** Sources that name a disk of a cloud or a fabric; nothing here reads where it is. */
    private static final List<String> UNREADABLE = List.of(
            "awsElasticBlockStore",
            "azureDisk",
            "azureFile",
            "cinder",
            "fc",
            "flexVolume",
            "flocker",
            "gcePersistentDisk",
            "photonPersistentDisk",
            "portworxVolume",
            "quobyte",
            "scaleIO",
            "storageos",
            "vsphereVolume");

    private VolumeSources() {}

    /** CEL: whether the source is one of which nobody can read where it is. */
    static String unreadable(String source) {
        return UNREADABLE.stream()
                .map(field -> "has(" + source + "." + field + ")")
                .collect(Collectors.joining(" || ", "(", ")"));
    }

    /**
     * CEL that gives the servers of a network volume that lie outside: NFS, iSCSI and Ceph. GlusterFS names an Endpoints
     * object and is judged there.
     */
    static String serversOutside(Places places, String source) {
        return "((has(" + source + ".nfs) ? " + places.hosts("[" + source + ".nfs.?server.orValue('')]") + " : [])"
                + " + (has(" + source + ".iscsi) ? "
                + places.authorities("([" + source + ".iscsi.?targetPortal.orValue('')] + " + source
                        + ".iscsi.?portals.orValue([]))")
                + " : [])"
                + " + (has(" + source + ".rbd) ? "
                + places.authorities(source + ".rbd.?monitors.orValue([])")
                + " : [])"
                + " + (has(" + source + ".cephfs) ? "
                + places.authorities(source + ".cephfs.?monitors.orValue([])")
                + " : []))";
    }
}
