package vn.onshore.isolation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.NetworkIsolation;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.boundary.Ground;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.live.Observed;
import vn.onshore.isolation.live.Registered;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.prove.ProbeImage;
import vn.onshore.isolation.prove.ProbeRecords;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.manifest.Manifest;

/**
 * Everything that the plan for one resource looks at.
 *
 * @param namespaces of the cluster, all of them
 * @param own the cluster's own networks
 * @param dns where pods ask for names; empty if nobody knows
 * @param registered address data; empty if the resource names none
 * @param observed flow logs; empty if the resource names none
 * @param probed what there is of probes
 * @param operator user name of the operator, which the guards trust
 */
public record IsolationInputs(
        Isolation isolation,
        NetworkIsolationStatus previous,
        Ground boundary,
        List<Namespace> namespaces,
        Networks own,
        Optional<Zoning.Dns> dns,
        Optional<Registered> registered,
        Optional<Observed> observed,
        Probed probed,
        String operator,
        ServerFeatures server) {
    public IsolationInputs {
        namespaces = List.copyOf(namespaces);
    }

    /** The resource's identity and wish. */
    public record Isolation(Subject subject, long generation, NetworkIsolationSpec spec) {
        static Isolation of(NetworkIsolation resource) {
            var meta = resource.getMetadata();
            return new Isolation(
                    new Subject(ApiGroup.API_VERSION, "NetworkIsolation", null, meta.getName(), meta.getUid()),
                    meta.getGeneration(),
                    resource.getSpec());
        }

        public String name() {
            return subject.name();
        }

        public String uid() {
            return String.valueOf(subject.uid());
        }
    }

    /**
     * What there is of probes.
     *
     * @param jobs that carry the resource's uid, whoever made them
     * @param guarded since when admission policies keep others from making them; empty if they are not there
     * @param started the round that this operator began last
     * @param troubles sentences about probes that could not be sent
     */
    public record Probed(
            ProbeImage image,
            List<Manifest> jobs,
            List<Manifest> pods,
            Optional<Instant> guarded,
            Optional<ProbeRecords.Started> started,
            List<String> troubles) {
        /** No probes run. */
        public static final Probed NOT =
                new Probed(ProbeImage.NONE, List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());

        public Probed {
            jobs = List.copyOf(jobs);
            pods = List.copyOf(pods);
            troubles = List.copyOf(troubles);
        }
    }
}
