package vn.onshore.sandbox.controlplane;

import java.util.ArrayList;
import java.util.List;

/** The command lines of the programs. */
record Flags(Layout layout, int etcdPort, int etcdPeerPort, int apiPort, boolean controllers) {
    static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: Metadata
            """;

    /** What kwok gives nodes and pods that say nothing of their own. */
    private static final String NODE_IP = "10.0.0.1";

    /** Where endpoints say the API server is. Loopback is not allowed there, and a machine without a network has no other. */
    private static final String ADVERTISED = "10.10.0.1";

    private static final String POD_RANGE = "10.244.0.0/16";
    private static final String SERVICE_RANGE = "10.96.0.0/16";
    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    static Flags choosePorts(Layout layout, boolean controllers) {
        return new Flags(layout, Ports.free(), Ports.free(), Ports.free(), controllers);
    }

    String url() {
        return "https://127.0.0.1:" + apiPort;
    }

    String etcdUrl() {
        return "http://127.0.0.1:" + etcdPort;
    }

    List<String> of(Program program) {
        return switch (program) {
            case ETCD -> etcd();
            case API_SERVER -> apiServer();
            case CONTROLLER_MANAGER -> controllerManager();
            case SCHEDULER -> scheduler();
            case KWOK -> kwok();
            case KUBECTL, KWOK_STAGES -> List.of();
        };
    }

    private List<String> etcd() {
        String peer = "http://127.0.0.1:" + etcdPeerPort;
        return List.of(
                "--name=sandbox",
                "--data-dir=" + layout.etcdData(),
                "--listen-client-urls=" + etcdUrl(),
                "--advertise-client-urls=" + etcdUrl(),
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=sandbox=" + peer,
                // Nothing here has to survive a power cut.
                "--unsafe-no-fsync",
                "--log-level=error");
    }

    private List<String> apiServer() {
        List<String> flags = new ArrayList<>(List.of(
                "--etcd-servers=" + etcdUrl(),
                "--bind-address=127.0.0.1",
                "--advertise-address=" + ADVERTISED,
                "--secure-port=" + apiPort,
                "--cert-dir=" + layout.certificates(),
                "--tls-cert-file=" + layout.certificate("kube-apiserver"),
                "--tls-private-key-file=" + layout.key("kube-apiserver"),
                "--client-ca-file=" + layout.certificate("ca"),
                "--service-cluster-ip-range=" + SERVICE_RANGE,
                "--service-account-issuer=" + ISSUER,
                "--service-account-key-file=" + layout.publicKey("service-accounts"),
                "--service-account-signing-key-file=" + layout.key("service-accounts"),
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--allow-privileged",
                "--audit-policy-file=" + layout.auditPolicy(),
                "--audit-log-path=" + layout.auditLog(),
                // Large, so that a test reads one file from start to end; bounded, for sandboxes that stay up.
                "--audit-log-maxsize=1024",
                "--audit-log-maxbackup=1"));
        if (!controllers) {
            flags.add("--disable-admission-plugins=ServiceAccount");
        }
        return flags;
    }

    private List<String> controllerManager() {
        List<String> flags = new ArrayList<>(asClient(Program.CONTROLLER_MANAGER));
        flags.addAll(List.of(
                "--use-service-account-credentials",
                "--service-account-private-key-file=" + layout.key("service-accounts"),
                "--root-ca-file=" + layout.certificate("ca"),
                "--cluster-signing-cert-file=" + layout.certificate("ca"),
                "--cluster-signing-key-file=" + layout.key("ca")));
        return flags;
    }

    private List<String> scheduler() {
        return asClient(Program.SCHEDULER);
    }

    private List<String> asClient(Program program) {
        String kubeconfig = layout.kubeconfig(program.command()).toString();
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                // By default 20 requests a second: the controllers would spend their first five seconds waiting.
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                // Port 0: it serves nothing, so no port can be taken.
                "--secure-port=0");
    }

    private List<String> kwok() {
        return List.of(
                "--kubeconfig=" + layout.kubeconfig(Program.KWOK.command()),
                "--config=" + layout.stages(),
                "--manage-all-nodes",
                "--cidr=" + POD_RANGE,
                "--node-ip=" + NODE_IP);
    }
}
