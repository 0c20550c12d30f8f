package vn.onshore.residency.verify;

import static vn.onshore.residency.verify.Traits.annotationStartingWith;
import static vn.onshore.residency.verify.Traits.audienceTokens;
import static vn.onshore.residency.verify.Traits.cloudIdentity;
import static vn.onshore.residency.verify.Traits.copyTools;
import static vn.onshore.residency.verify.Traits.environment;
import static vn.onshore.residency.verify.Traits.ephemeralContainers;
import static vn.onshore.residency.verify.Traits.hostAccess;
import static vn.onshore.residency.verify.Traits.imageNaming;
import static vn.onshore.residency.verify.Traits.label;
import static vn.onshore.residency.verify.Traits.named;
import static vn.onshore.residency.verify.Traits.ownResolver;
import static vn.onshore.residency.verify.Traits.proxies;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.onshore.manifest.Manifest;

/** The sixty ways out, and what brings each of them into scope. */
public final class ExitCatalogue {
    private static final String WORKLOADS = "Pod PodTemplate ReplicationController apps/ReplicaSet apps/Deployment"
            + " apps/StatefulSet apps/DaemonSet batch/Job batch/CronJob";

    private static final List<Exit> ROWS = List.of(
            judged("E01", "pod on a node that does not qualify"),
            judged("E02", "node that lies about its place"),
            judged("E03", "node with another identity than attested"),
            judged("E04", "virtual node"),
            judged("E05", "nodeName or foreign scheduler"),
            judged("E06", "static pod"),
            judged("E07", "forged topology label"),
            judged("E08", "pod that goes to every node"),
            exit("E09", "debug container", governed(WORKLOADS, ephemeralContainers())),
            judged("E10", "host network"),
            exit("E11", "host path or privileged container", governed(WORKLOADS, hostAccess())),
            always(
                    "E12",
                    "exec, attach, port-forward and proxy",
                    "only audit logs show who opened a session, and none are read"),
            exit(
                    "E13",
                    "machines made abroad",
                    held("karpenter.sh/* *.karpenter.sh/* karpenter.k8s.aws/*"
                            + " karpenter.azure.com/* *.cluster.x-k8s.io/* cluster.x-k8s.io/* autoscaling.x-k8s.io/*")),
            exit(
                    "E14",
                    "virtual machine export",
                    held("export.kubevirt.io/* cdi.kubevirt.io/* upload.cdi.kubevirt.io/*"
                            + " kubevirt.io/VirtualMachineInstanceMigration forklift.konveyor.io/*")),
            judged("E15", "storage class parameters"),
            judged("E16", "storage class topologies"),
            judged("E17", "disk or volume handle"),
            judged("E18", "file or block server"),
            judged("E19", "volume node affinity"),
            judged("E20", "snapshot class parameters"),
            judged("E21", "imported snapshot"),
            exit(
                    "E22",
                    "replication by the storage itself",
                    held("PersistentVolume ceph.rook.io/*"
                            + " replication.storage.openshift.io/* ramendr.openshift.io/*")),
            judged("E23", "claim filled from elsewhere"),
            exit("E24", "bucket claims", held("objectstorage.k8s.io/* objectbucket.io/*")),
            judged("E25", "image registry"),
            exit("E26", "Velero", held("velero.io/*")),
            exit("E27", "K8up", held("k8up.io/* backup.appuio.ch/*")),
            exit("E28", "VolSync", held("volsync.backube/*")),
            exit(
                    "E29",
                    "Longhorn and database backups",
                    held("longhorn.io/* postgresql.cnpg.io/* barmancloud.cnpg.io/*"
                            + " acid.zalan.do/* *.percona.com/* mongodbcommunity.mongodb.com/* mongodb.com/*"
                            + " elasticsearch.k8s.elastic.co/* config.kio.kasten.io/* apps.kio.kasten.io/* stash.appscode.com/*"
                            + " cr.kanister.io/* mariadb.mmontes.io/* k8s.mariadb.com/*")),
            exit(
                    "E30",
                    "etcd backups",
                    held("druid.gardener.cloud/* extensions.gardener.cloud/* k3s.cattle.io/*"
                            + " rke.cattle.io/* etcd.database.coreos.com/*")),
            exit(
                    "E31",
                    "log shippers",
                    held("logging.banzaicloud.io/* fluentbit.fluent.io/* fluentd.fluent.io/*"
                            + " logging.openshift.io/* observability.openshift.io/* vector.dev/*"),
                    held(
                            WORKLOADS,
                            imageNaming(List.of(
                                    "fluent-bit",
                                    "fluentd",
                                    "timberio/vector",
                                    "filebeat",
                                    "promtail",
                                    "datadog/agent",
                                    "falcosidekick")))),
            exit(
                    "E32",
                    "metrics and traces",
                    held("opentelemetry.io/* monitoring.coreos.com/Prometheus"
                            + " monitoring.coreos.com/PrometheusAgent monitoring.coreos.com/ThanosRuler loki.grafana.com/*"
                            + " tempo.grafana.com/* monitoring.grafana.com/* collectors.grafana.com/* operator.victoriametrics.com/*"
                            + " datadoghq.com/* jaegertracing.io/*"),
                    held(WORKLOADS, imageNaming(List.of("opentelemetry-collector", "grafana/alloy", "grafana/agent")))),
            exit(
                    "E33",
                    "notifications",
                    held("monitoring.coreos.com/Alertmanager monitoring.coreos.com/AlertmanagerConfig"
                            + " notification.toolkit.fluxcd.io/*"),
                    held("ConfigMap", named((namespace, name) -> name.equals("argocd-notifications-cm")))),
            exit("E34", "copy tools in commands", governed(WORKLOADS, copyTools())),
            exit("E35", "endpoints in configuration", governed(WORKLOADS, environment())),
            exit("E36", "proxies", governed(WORKLOADS, proxies())),
            judged("E37", "host aliases"),
            exit(
                    "E38",
                    "name resolution",
                    governed(WORKLOADS, ownResolver()),
                    held(
                            "ConfigMap",
                            named((namespace, name) -> namespace.equals("kube-system")
                                    && (name.startsWith("coredns") || name.startsWith("node-local-dns"))))),
            exit(
                    "E39",
                    "tokens for other clouds",
                    governed(WORKLOADS, audienceTokens()),
                    governed("ServiceAccount", cloudIdentity())),
            exit(
                    "E40",
                    "secret stores",
                    held("external-secrets.io/* generators.external-secrets.io/*"
                            + " secrets-store.csi.x-k8s.io/* secrets.hashicorp.com/* isindir.github.com/*")),
            exit(
                    "E41",
                    "devices on the network",
                    held("resource.k8s.io/ResourceSlice resource.k8s.io/ResourceClaim"
                            + " resource.k8s.io/ResourceClaimTemplate")),
            judged("E42", "Service that leads outside"),
            judged("E43", "endpoints outside"),
            exit(
                    "E44",
                    "ingress, gateways and mirroring",
                    governed("networking.k8s.io/Ingress"),
                    held(
                            "gateway.networking.k8s.io/* *.gateway.networking.k8s.io/* traefik.io/* traefik.containo.us/*"
                                    + " networking.istio.io/* projectcontour.io/* gateway.envoyproxy.io/* configuration.konghq.com/*")),
            exit(
                    "E45",
                    "network egress",
                    governed("Pod"),
                    held(
                            "networking.k8s.io/NetworkPolicy cilium.io/CiliumNetworkPolicy"
                                    + " cilium.io/CiliumClusterwideNetworkPolicy policy.networking.k8s.io/* *.projectcalico.org/*")),
            exit(
                    "E46",
                    "tunnels and meshes between clusters",
                    held("submariner.io/* *.submariner.io/* skupper.io/*"
                            + " tailscale.com/* ingress.k8s.ngrok.com/* ngrok.k8s.ngrok.com/* multicluster.x-k8s.io/*"
                            + " networking.liqo.io/* cloudflare-operator.io/* networking.cfargotunnel.com/* link.mesh.linkerd.io/*"
                            + " multicluster.linkerd.io/*")),
            exit(
                    "E47",
                    "foreign DNS and certificates",
                    held("externaldns.k8s.io/* acme.cert-manager.io/*"
                            + " cert-manager.io/Issuer cert-manager.io/ClusterIssuer"),
                    governed(
                            "Service networking.k8s.io/Ingress",
                            annotationStartingWith("external-dns.alpha.kubernetes.io/"))),
            exit(
                    "E48",
                    "egress gateways",
                    held("cilium.io/CiliumEgressGatewayPolicy k8s.ovn.org/EgressIP"
                            + " k8s.ovn.org/EgressService egressgateway.spidernet.io/*")),
            judged("E49", "admission webhook"),
            judged("E50", "conversion webhook or aggregated API"),
            exit(
                    "E51",
                    "other clusters",
                    held("*.karmada.io/* cluster.open-cluster-management.io/*"
                            + " *.open-cluster-management.io/* fleet.cattle.io/* management.cattle.io/* *.liqo.io/* core.kubefed.io/*"
                            + " core.kubeadmiral.io/*"),
                    held("Secret", label("argocd.argoproj.io/secret-type", "cluster"))),
            exit(
                    "E52",
                    "GitOps that writes back or reads from abroad",
                    held("image.toolkit.fluxcd.io/*"
                            + " source.toolkit.fluxcd.io/* kustomize.toolkit.fluxcd.io/* helm.toolkit.fluxcd.io/* argoproj.io/Application"
                            + " argoproj.io/ApplicationSet argoproj.io/AppProject"),
                    held("Secret", label("argocd.argoproj.io/secret-type", "repository"))),
            exit(
                    "E53",
                    "cloud resources",
                    held("*.upbound.io/* *.crossplane.io/* *.services.k8s.aws/*"
                            + " *.cnrm.cloud.google.com/* *.azure.com/* infra.contrib.fluxcd.io/* app.terraform.io/*")),
            exit(
                    "E54",
                    "database and stream replication",
                    held(
                            "postgresql.cnpg.io/* kafka.strimzi.io/* rabbitmq.com/*"
                                    + " mysql.oracle.com/* minio.min.io/* goharbor.io/* redis.redis.opstreelabs.in/* k8s.mariadb.com/*"
                                    + " elasticsearch.k8s.elastic.co/* pxc.percona.com/* psmdb.percona.com/* pgv2.percona.com/*")),
            exit(
                    "E55",
                    "events",
                    held("*.knative.dev/* argoproj.io/Sensor argoproj.io/EventSource dapr.io/* keda.sh/*"
                            + " camel.apache.org/* triggers.tekton.dev/*")),
            always(
                    "E56",
                    "control-plane files",
                    "the files of the control plane (encryption, audit webhook, OIDC) cannot be seen through the API"),
            exit("E57", "cameras", held("onshore.vn/Camera onshore.vn/CameraFleet")),
            always("E58", "Onshore's own exits", "nothing checks yet whom the operator itself talks to"),
            always(
                    "E59",
                    "loosening of policies",
                    "without a ledger nobody can show that no policy was loosened meanwhile"),
            new Exit("E60", "what could not be read", List.of(new Exit.Unread())));

    private static final Map<String, Exit> BY_ID = byId();
    private static final Map<GroupKind, List<Held>> HELD = new ConcurrentHashMap<>();
    private static final Map<Set<String>, Set<String>> INTERNED = new ConcurrentHashMap<>();

    private ExitCatalogue() {}

    /** A test of one exit, for objects of one kind. */
    private record Held(String id, boolean governedOnly, Predicate<Manifest> test) {}

    /** All sixty, by id. */
    public static List<Exit> exits() {
        return ROWS;
    }

    /** The exit with this id; empty if there is none. */
    public static Optional<Exit> find(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Whether an object of the kind may bring an exit into scope that is not judged. */
    public static boolean speaksOf(String group, String kind) {
        return !held(new GroupKind(group, kind)).isEmpty();
    }

    /** Ids of the exits that speak of the kind, judged or not, sorted: what is in doubt if the kind cannot be read. */
    public static Set<String> speakingOf(String group, String kind) {
        var ids = new TreeSet<>(Verifier.rulesFor(group, kind));
        held(new GroupKind(group, kind)).forEach(held -> ids.add(held.id));
        return ids;
    }

    /** Ids of the exits that the object brings into scope and that nobody judges; equal sets are the same object. */
    static Set<String> touches(Manifest object, Function<String, Governance> governance) {
        var tests = held(new GroupKind(object.group(), object.kind()));
        if (tests.isEmpty()) {
            return Set.of();
        }
        var governed = governance.apply(Context.namespaceOf(object)) != Governance.NotGoverned;
        var ids = new TreeSet<String>();
        for (var held : tests) {
            if ((governed || !held.governedOnly) && held.test.test(object)) {
                ids.add(held.id);
            }
        }
        return INTERNED.computeIfAbsent(Set.copyOf(ids), same -> same);
    }

    private static List<Held> held(GroupKind kind) {
        var known = HELD.get(kind);
        return known != null ? known : HELD.computeIfAbsent(kind, ExitCatalogue::search);
    }

    private static List<Held> search(GroupKind kind) {
        return ROWS.stream()
                .flatMap(exit -> exit.scopes().stream().flatMap(scope -> switch (scope) {
                    case Exit.Held(var kinds, var test)
                    when matches(kinds, kind) -> Stream.of(new Held(exit.id(), false, test));
                    case Exit.HeldGoverned(var kinds, var test)
                    when matches(kinds, kind) -> Stream.of(new Held(exit.id(), true, test));
                    default -> Stream.<Held>empty();
                }))
                .toList();
    }

    private static boolean matches(List<Exit.KindPattern> patterns, GroupKind kind) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(kind.group(), kind.kind()));
    }

    private static Map<String, Exit> byId() {
        var byId = new HashMap<String, Exit>();
        ROWS.forEach(exit -> byId.put(exit.id(), exit));
        return Map.copyOf(byId);
    }

    private static Exit judged(String id, String title) {
        return new Exit(id, title, List.of(new Exit.Judged()));
    }

    private static Exit always(String id, String title, String why) {
        return new Exit(id, title, List.of(new Exit.Always(why)));
    }

    private static Exit exit(String id, String title, Exit.Scope... scopes) {
        return new Exit(id, title, List.of(scopes));
    }

    private static Exit.Scope held(String kinds) {
        return held(kinds, object -> true);
    }

    private static Exit.Scope held(String kinds, Predicate<Manifest> test) {
        return new Exit.Held(patterns(kinds), test);
    }

    private static Exit.Scope governed(String kinds) {
        return governed(kinds, object -> true);
    }

    private static Exit.Scope governed(String kinds, Predicate<Manifest> test) {
        return new Exit.HeldGoverned(patterns(kinds), test);
    }

    private static List<Exit.KindPattern> patterns(String kinds) {
        return Arrays.stream(kinds.split(" ")).map(Exit.KindPattern::of).toList();
    }
}
