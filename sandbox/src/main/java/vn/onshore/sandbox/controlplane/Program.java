package vn.onshore.sandbox.controlplane;

/** The programs a control plane consists of, under the names by which the world knows them. */
public enum Program {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager"),
    SCHEDULER("kube-scheduler"),
    KWOK("kwok"),
    /** Prints the life cycle that kwok plays; only the sandbox's own binary has it. */
    KWOK_STAGES("kwok-stages"),
    KUBECTL("kubectl");

    private final String command;

    Program(String command) {
        this.command = command;
    }

    /** The file name of the program. */
    public String command() {
        return command;
    }
}
