package vn.onshore.residency;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.DataResidency;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.compliance.Subject;

/**
 * An immutable picture of everything that the plan for one policy looks at.
 *
 * @param previous the status as it was read; an empty one at first sight
 * @param nodes all nodes of the cluster, by name
 * @param pods running governed pods; those on nodes that surely qualify may be left out
 * @param namespaces which ones the policy governs; null while its boundary does not say which ones are exempt
 * @param proved whether the last round of canaries that counts has shown that the guards hold
 * @param operator user name of the operator, which the guards trust
 * @param clusterDomain such as cluster.local
 */
public record ResidencyInputs(
        Policy policy,
        DataResidencyStatus previous,
        Ground boundary,
        List<NodeView> nodes,
        List<PodView> pods,
        @Nullable Governed namespaces,
        boolean proved,
        String operator,
        String clusterDomain,
        ServerFeatures server) {

    public ResidencyInputs {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
    }

    /** Names of namespaces that the previous status says are governed, and that are still there and are not. */
    public List<String> released() {
        return namespaces == null ? List.of() : namespaces.released;
    }

    /** The policy's identity and wish. */
    public record Policy(Subject subject, String uid, long generation, DataResidencySpec spec) {
        /** A server that ratchets validation keeps what was stored before the bound. */
        private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

        static Policy of(DataResidency resource) {
            var meta = resource.getMetadata();
            return new Policy(
                    new Subject(ApiGroup.API_VERSION, "DataResidency", null, meta.getName(), meta.getUid()),
                    meta.getUid(),
                    meta.getGeneration(),
                    resource.getSpec());
        }

        public String name() {
            return subject.name();
        }

        /** {@code spec.canaryInterval}, at least 10 s; a minute if it cannot be read. */
        public Duration canaryInterval() {
            var text = spec.canaryInterval();
            var number = text.replaceAll("\\D", "");
            var amount = number.isEmpty() ? 60 : Long.parseLong(number);
            var interval = text.endsWith("m") ? Duration.ofMinutes(amount) : Duration.ofSeconds(amount);
            return interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
        }
    }

    /** A node, where it stands, and whether it carries the policy's label. */
    public record NodeView(String name, NodeStanding standing, boolean labelled) {}

    /**
     * Namespaces.
     *
     * @param names of those that are governed, sorted
     * @param released names of those that the previous status says are governed, and that are still there and are not
     */
    public record Governed(List<String> names, List<String> released) {
        public Governed {
            names = List.copyOf(names);
            released = List.copyOf(released);
        }
    }

    /** A running governed pod. */
    public record PodView(Subject subject, String node, boolean mirror) {}
}
