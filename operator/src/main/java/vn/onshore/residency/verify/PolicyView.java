package vn.onshore.residency.verify;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidencySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.EvidenceLevel;
import vn.onshore.boundary.Host;
import vn.onshore.boundary.Locator;
import vn.onshore.boundary.Territory;
import vn.onshore.compliance.Verdict;

/**
 * What the verifier needs to know of a policy and its boundary.
 *
 * @param name of the DataResidency
 * @param schedulers whom governed pods may ask to place them
 * @param clusterDomain DNS domain of the cluster, such as {@code cluster.local}
 */
public record PolicyView(
        String name,
        Territory territory,
        Locator locator,
        NamespaceSelection namespaces,
        Set<String> schedulers,
        EvidenceLevel minimumNodeEvidence,
        String clusterDomain) {

    public PolicyView {
        schedulers = Set.copyOf(schedulers);
        clusterDomain = clusterDomain.toLowerCase(Locale.ROOT);
    }

    public static PolicyView of(String name, DataResidencySpec spec, OnshoreBoundarySpec boundary, Locator locator) {
        return new PolicyView(
                name,
                new Territory(boundary.jurisdiction(), Set.copyOf(spec.sites())),
                locator,
                NamespaceSelection.of(
                        spec.namespaceSelector(), boundary.exemptionsOrNone().namespaces()),
                Set.copyOf(spec.schedulers()),
                minimum(spec.minimumNodeEvidence()),
                "cluster.local");
    }

    public PolicyView withClusterDomain(String domain) {
        return new PolicyView(name, territory, locator, namespaces, schedulers, minimumNodeEvidence, domain);
    }

    private static EvidenceLevel minimum(DataResidencySpec.@Nullable NodeEvidence evidence) {
        return switch (evidence) {
            case SelfDeclared -> EvidenceLevel.SelfDeclared;
            case null -> EvidenceLevel.Provider;
            case Provider -> EvidenceLevel.Provider;
            case Attested -> EvidenceLevel.Attested;
            case Corroborated -> EvidenceLevel.Corroborated;
        };
    }

    /** Whether governed pods may run on the node. */
    public boolean qualifies(NodeView node) {
        return node.whereabouts().level().atLeast(minimumNodeEvidence)
                && territory.judge(node.whereabouts()) == Verdict.Met
                && !VirtualNode.is(node.facts());
    }

    /** Whether the policy governs a namespace, by what {@code lookup} knows of it. */
    public Governance governance(String namespace, Lookup lookup) {
        if (namespaces.exempt().contains(namespace)) {
            return Governance.NotGoverned;
        }
        if (lookup.isDeclaredGoverned(namespace)) {
            return Governance.Governed;
        }
        return lookup.namespaceLabels(namespace)
                .map(labels -> namespaces.selects(namespace, labels) ? Governance.Governed : Governance.NotGoverned)
                .orElse(Governance.Undetermined);
    }

    /** Whether a host is a Service of this cluster, which is judged as an object of its own. */
    boolean isClusterService(Host host) {
        return host instanceof Host.Name(var name) && (name.endsWith(".svc") || name.endsWith(".svc." + clusterDomain));
    }
}
