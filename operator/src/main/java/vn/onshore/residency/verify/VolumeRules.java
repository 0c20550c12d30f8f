package vn.onshore.residency.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.onshore.boundary.Host;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;

/**
 * Where volumes are, by what persistent volumes and the volumes of pods say: E17 disks and CSI handles, E18 file and block
 * servers, E23 what claims are filled from. E19 is in {@link VolumeAffinity}.
 */
final class VolumeRules {
    private static final Set<GroupKind> VOLUMES = Set.of(GroupKind.core("PersistentVolume"));
    private static final Set<GroupKind> CLAIMS = claimKinds();

    /** In-tree disks: the field, the field in it that names the disk, and the provisioner whose handles these are. */
    private static final List<Disk> DISKS = List.of(
            new Disk("awsElasticBlockStore", "volumeID", "kubernetes.io/aws-ebs"),
            new Disk("gcePersistentDisk", "pdName", "kubernetes.io/gce-pd"),
            new Disk("azureDisk", "diskURI", "kubernetes.io/azure-disk"),
            new Disk("cinder", "volumeID", "kubernetes.io/cinder"),
            new Disk("vsphereVolume", "volumePath", "kubernetes.io/vsphere-volume"),
            new Disk("portworxVolume", "volumeID", "kubernetes.io/portworx-volume"));
    /** Sources that name a place in no way that anybody here could read. */
    private static final List<String> UNREADABLE =
            List.of("azureFile", "fc", "flexVolume", "flocker", "photonPersistentDisk", "storageos");

    /** Fields that must name a server, or several, wherever their volume source stands. */
    private static final List<String> SERVERS =
            List.of("nfs.server", "quobyte.registry", "iscsi.targetPortal", "rbd.monitors", "cephfs.monitors");

    private static final String MOVE = "Use a volume of an allowed site, or list its place in the boundary.";
    private static final String DESCRIBE =
            "Use a CSI driver that the boundary describes, or judge this volume by hand and accept the blind spot.";

    static final List<Rule> ALL = List.of(
            new Rule(
                    "E17",
                    Rule.Scope.Cluster,
                    VOLUMES,
                    (o, c, opinion) -> persistent(o, c, opinion, VolumeRules::disk)),
            new Rule(
                    "E17",
                    Rule.Scope.Governed,
                    PodSpec.KINDS,
                    (o, c, opinion) -> inline(o, c, opinion, VolumeRules::disk)),
            new Rule(
                    "E18",
                    Rule.Scope.Cluster,
                    VOLUMES,
                    (o, c, opinion) -> persistent(o, c, opinion, VolumeRules::server)),
            new Rule(
                    "E18",
                    Rule.Scope.Governed,
                    PodSpec.KINDS,
                    (o, c, opinion) -> inline(o, c, opinion, VolumeRules::server)),
            new Rule("E19", Rule.Scope.Cluster, VOLUMES, VolumeRules::affinity),
            new Rule("E23", Rule.Scope.Governed, CLAIMS, VolumeRules::dataSources));

    private VolumeRules() {}

    private record Disk(String source, String idField, String driver) {}

    /** Looks at a volume source. */
    private interface Look {
        void at(Tree source, Manifest object, Context context, Opinion opinion);
    }

    private static void persistent(Manifest object, Context context, Opinion opinion, Look look) {
        look.at(object.tree().at("spec"), object, context, opinion);
        if (opinion.isClean()) {
            opinion.met("nothing of the volume's source leads outside");
        }
    }

    private static void inline(Manifest object, Context context, Opinion opinion, Look look) {
        PodSpec.of(object).ifPresent(pod -> {
            pod.volumes().forEach(volume -> look.at(volume, object, context, opinion));
            if (opinion.isClean()) {
                opinion.met("no volume that the pod names itself leads outside");
            }
        });
    }

    private static void disk(Tree source, Manifest object, Context context, Opinion opinion) {
        var csi = source.at("csi");
        if (csi.isPresent()) {
            csi(csi, context, opinion);
        }
        for (var disk : DISKS) {
            if (source.at(disk.source).isPresent()) {
                var id = source.at(disk.source, disk.idField).text();
                opinion.place(disk.source, id, context.locator().handle(disk.driver, id), MOVE);
            }
        }
    }

    private static void csi(Tree csi, Context context, Opinion opinion) {
        var driver = csi.at("driver").text();
        if (!context.locator().knowsDriver(driver)) {
            opinion.unknown(
                    "CSI driver " + Quoted.shortened(driver)
                            + " is listed nowhere, so nobody can read where its volumes are",
                    "List the driver in spec.csiDrivers of the boundary, with the pattern of its handles.");
            return;
        }
        var placed = false;
        for (var each :
                context.locator().parameters(driver, csi.at("volumeAttributes").textFields())) {
            var what = "volumeAttributes " + Quoted.shortened(each.key());
            var value = Opinion.withoutSecrets(each.value());
            placed |= opinion.place(what, value, each.whereabouts(), MOVE) != Verdict.NotApplicable;
        }
        var handle = csi.at("volumeHandle").text();
        if (!handle.isEmpty()) {
            var whereabouts = context.locator().handle(driver, handle);
            placed |= opinion.place("the volume handle", handle, whereabouts, MOVE) != Verdict.NotApplicable;
        }
        if (!placed && !context.locator().hasTopology(driver)) {
            opinion.unknown(
                    "nothing in the volume of driver " + Quoted.shortened(driver) + " says where it is",
                    "Name its server or zone in volumeAttributes.");
        }
    }

    private static void server(Tree source, Manifest object, Context context, Opinion opinion) {
        for (var server : servers(source)) {
            if (!context.policy().isClusterService(Host.ofAuthority(server.value))) {
                opinion.place(server.field, server.value, context.locator().authority(server.value), MOVE);
            }
        }
        for (var field : List.of("scaleIO.gateway", "gitRepo.repository")) {
            var url = source.at(field.split("\\.")).text();
            if (!url.isEmpty()) {
                opinion.place(
                        field, Opinion.withoutSecrets(url), context.locator().url(url), MOVE);
            }
        }
        if (source.at("glusterfs").isPresent()) {
            gluster(source.at("glusterfs"), object, context, opinion);
        }
        for (var field : UNREADABLE) {
            if (source.at(field).isPresent()) {
                opinion.unknown("a volume of type " + field + " does not say where its data is", DESCRIBE);
            }
        }
    }

    private record Server(String field, String value) {}

    private static List<Server> servers(Tree source) {
        var servers = new ArrayList<Server>();
        for (var field : SERVERS) {
            var steps = field.split("\\.");
            if (source.at(steps[0]).isPresent()) {
                addServers(servers, field, source.at(steps));
            }
        }
        source.at("iscsi", "portals").items().forEach(portal -> addServers(servers, "iscsi.portals", portal));
        return servers;
    }

    /** A comma list or a list of them; where no server is named, the empty one stands for it and is outside. */
    private static void addServers(List<Server> servers, String field, Tree value) {
        var values = value.items().isEmpty() ? List.of(value.text()) : value.texts();
        for (var each : String.join(",", values).split(",", -1)) {
            servers.add(new Server(field, each.strip()));
        }
    }

    /** GlusterFS names an Endpoints object, which is judged where it lives. */
    private static void gluster(Tree gluster, Manifest object, Context context, Opinion opinion) {
        var named = gluster.at("endpointsNamespace").text();
        var namespace = named.isEmpty() ? Context.namespaceOf(object) : named;
        if (context.policy().governance(namespace, context.lookup()) != Governance.Governed) {
            opinion.unknown(
                    "glusterfs takes its servers from endpoints "
                            + Quoted.shortened(gluster.at("endpoints").text()) + " in namespace "
                            + Quoted.shortened(namespace) + ", which the policy does not govern",
                    "Keep the Endpoints in a governed namespace, where their addresses are judged.");
        }
    }

    private static void affinity(Manifest object, Context context, Opinion opinion) {
        VolumeAffinity.judge(object.tree().at("spec"), driver(object.tree().at("spec")), context, opinion);
    }

    /** CSI name or in-tree provisioner; empty for what has no driver. */
    private static String driver(Tree spec) {
        var csi = spec.at("csi", "driver").text();
        if (!csi.isEmpty()) {
            return csi;
        }
        return DISKS.stream()
                .filter(disk -> spec.at(disk.source).isPresent())
                .map(Disk::driver)
                .findFirst()
                .orElse("");
    }

    private static Set<GroupKind> claimKinds() {
        var kinds = new HashSet<>(PodSpec.KINDS);
        kinds.add(GroupKind.core("PersistentVolumeClaim"));
        return kinds;
    }

    private static void dataSources(Manifest object, Context context, Opinion opinion) {
        for (var claim : claims(object)) {
            dataSource(claim.at("dataSource"), object, opinion);
            dataSource(claim.at("dataSourceRef"), object, opinion);
        }
        if (opinion.isClean()) {
            opinion.met("no claim is filled from another namespace or by a populator");
        }
    }

    /** Specs of the claims that the object is or makes. */
    private static List<Tree> claims(Manifest object) {
        var claims = new ArrayList<Tree>();
        if (object.is("", "PersistentVolumeClaim")) {
            claims.add(object.tree().at("spec"));
        }
        object.tree().at("spec", "volumeClaimTemplates").items().forEach(template -> claims.add(template.at("spec")));
        PodSpec.of(object)
                .ifPresent(pod -> pod.volumes().forEach(volume -> {
                    var claim = volume.at("ephemeral", "volumeClaimTemplate", "spec");
                    if (claim.isPresent()) {
                        claims.add(claim);
                    }
                }));
        return claims;
    }

    private static final Map<String, String> LOCAL_SOURCES =
            Map.of("PersistentVolumeClaim", "", "VolumeSnapshot", "snapshot.storage.k8s.io");

    private static void dataSource(Tree source, Manifest object, Opinion opinion) {
        if (!source.isPresent()) {
            return;
        }
        var kind = source.at("kind").text();
        var group = source.at("apiGroup").text();
        var namespace = source.at("namespace").text();
        var shown = Quoted.shortened(kind) + " "
                + Quoted.shortened(source.at("name").text());
        if (!namespace.isEmpty() && !namespace.equals(Context.namespaceOf(object))) {
            opinion.unknown(
                    "the claim is filled from " + shown + " of namespace " + Quoted.shortened(namespace),
                    "Copy the data within the namespace, or judge the source by hand and accept the blind spot.");
        } else if (!group.equals(LOCAL_SOURCES.get(kind))) {
            opinion.unknown(
                    "the claim is filled by the populator behind " + shown
                            + (group.isEmpty() ? "" : " of " + Quoted.shortened(group))
                            + ", whose source nobody here can read",
                    "Fill claims from claims or snapshots of the same namespace.");
        }
    }
}
