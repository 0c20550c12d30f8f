package vn.onshore.isolation;

import java.util.List;
import java.util.Optional;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.NetworkIsolation;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Problem;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.live.Registered;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.zoning.Zoning;

/**
 * Everything that the plan for one resource looks at.
 *
 * @param namespaces of the cluster, all of them
 * @param own the cluster's own networks
 * @param dns where pods ask for names; empty if nobody knows
 * @param registered address data; empty if the resource names none
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

    /** The boundary that the resource refers to. */
    public sealed interface Ground {
        /** There is none of that name. */
        record Missing() implements Ground {}

        /** There is one, but it cannot be used. */
        record Unusable(List<Problem> problems) implements Ground {}

        record Usable(List<Site> sites) implements Ground {}
    }
}
