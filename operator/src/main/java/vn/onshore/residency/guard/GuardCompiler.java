package vn.onshore.residency.guard;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.MutatingPolicy;
import vn.onshore.admission.PolicyObject;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.manifest.Manifest;

/** Compiles a policy to the admission policies that enforce it. */
public final class GuardCompiler {
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";

    private final GuardInputs inputs;
    private final List<Blueprint> blueprints = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    private GuardCompiler(GuardInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * The admission policies and bindings of a policy, complete and in the form in which the API server stores them.
     * Equal inputs give equal objects. Audit gives none; Warn warns instead of refusing, and changes no pod.
     */
    public static Guards compile(GuardInputs inputs) {
        if (inputs.mode() == Mode.Audit) {
            return Guards.NONE;
        }
        if (!inputs.server().validatingPolicies()) {
            return new Guards(
                    List.of(),
                    List.of(new Skipped(
                            Guard.Pods,
                            "the API server does not serve ValidatingAdmissionPolicy v1 (Kubernetes 1.30)")));
        }
        return new GuardCompiler(inputs).compile();
    }

    private Guards compile() {
        var places = new Places(inputs.allowances(), inputs.clusterDomain());
        var nodes = nodes();
        var pods = new PodGuards(inputs, places, nodes);
        var access = new AccessGuards(inputs, nodes);
        blueprints.add(access.nodes());
        blueprints.add(pods.bindings());
        blueprints.add(pods.legacyBindings());
        blueprints.add(pods.pods());
        placement(pods);
        storage(new StorageGuards(inputs, places, nodes));
        network(new NetworkGuards(inputs, places));
        if (!inputs.interactiveGroups().isEmpty()) {
            blueprints.add(access.interactive());
            blueprints.add(access.nodeProxy());
        }
        return new Guards(
                blueprints.stream()
                        .flatMap(blueprint -> objects(blueprint).stream())
                        .toList(),
                skipped);
    }

    private NodeList nodes() {
        var nodes = new NodeList(inputs.eligibleNodes());
        if (!nodes.fits()) {
            skip(
                    Guard.PodBindings,
                    "the names of " + inputs.eligibleNodes().size()
                            + " eligible nodes do not fit into a policy (at most " + NodeList.MAX_NAMES
                            + "): Bindings are judged by the node's region and zone alone");
        }
        if (!inputs.server().topologyOnBindings()) {
            skip(
                    Guard.PodBindings,
                    "the API server does not copy region and zone onto Bindings (Kubernetes 1.35): the node's name decides"
                            + " alone");
        }
        return nodes;
    }

    private void placement(PodGuards pods) {
        if (inputs.mode() == Mode.Warn) {
            skip(Guard.PodPlacement, "Warn changes no pod");
        } else if (!inputs.server().mutatingPolicies()) {
            skip(Guard.PodPlacement, "the API server does not serve MutatingAdmissionPolicy v1 (Kubernetes 1.36)");
        } else {
            blueprints.add(pods.placement());
        }
    }

    private void storage(StorageGuards storage) {
        needsAddresses(Guard.StorageClasses, storage::classes);
        needsAddresses(Guard.PersistentVolumes, storage::volumes);
        if (inputs.server().serves(SNAPSHOTS, "v1", "volumesnapshotclasses")) {
            needsAddresses(Guard.VolumeSnapshotClasses, storage::snapshotClasses);
        } else {
            skip(Guard.VolumeSnapshotClasses, "the API server does not serve " + SNAPSHOTS + "/v1");
        }
        if (inputs.server().serves(SNAPSHOTS, "v1", "volumesnapshotcontents")) {
            blueprints.add(storage.snapshotContents());
        }
    }

    private void network(NetworkGuards network) {
        needsAddresses(Guard.Services, network::services);
        needsAddresses(Guard.EndpointSlices, network::endpointSlices);
        needsAddresses(Guard.Endpoints, network::endpoints);
        needsAddresses(Guard.ConversionWebhooks, network::conversionWebhooks);
        needsAddresses(Guard.AdmissionWebhooks, network::admissionWebhooks);
    }

    private void needsAddresses(Guard guard, Supplier<Blueprint> blueprint) {
        if (inputs.server().addressFunctions()) {
            blueprints.add(blueprint.get());
        } else {
            skip(guard, "the API server has no ip() and cidr() functions (Kubernetes 1.31)");
        }
    }

    private void skip(Guard guard, String reason) {
        skipped.add(new Skipped(guard, reason));
    }

    private List<Manifest> objects(Blueprint blueprint) {
        var object = GuardNames.ofPolicy(inputs.policy(), inputs.uid(), blueprint.guard());
        return switch (blueprint) {
            case Blueprint.Validates(var ignored, var scope, var policy) ->
                List.of(exceptOthersCanaries(policy).policy(object), binding(object, namespaces(scope)));
            case Blueprint.Mutates(var ignored, var scope, var policy) ->
                List.of(policy.policy(object), MutatingPolicy.binding(object, namespaces(scope)));
        };
    }

    /**
     * A policy leaves the canaries of other policies to these. The API server names only the first guard that refuses, so
     * that the guard of one policy would hide that another's is gone. Nobody escapes by that: it takes the canary account,
     * and a dry-run, which stores nothing whoever asks for it. There is no dry-run of a CONNECT, so there it stays.
     */
    private ValidatingPolicy exceptOthersCanaries(ValidatingPolicy policy) {
        var connects =
                policy.rules().stream().anyMatch(rule -> rule.operations().contains("CONNECT"));
        if (inputs.canary().isEmpty() || connects) {
            return policy;
        }
        var own = CelLiteral.string(inputs.policy());
        return policy.when(
                "not-anothers-canary",
                "request.?userInfo.?username.orValue('') != " + CelLiteral.string(inputs.canary())
                        + " || !request.?dryRun.orValue(false)"
                        + " || object.metadata.?annotations[?" + CelLiteral.string(GuardNames.CANARY) + "].orValue("
                        + own
                        + ") == " + own);
    }

    private Manifest binding(PolicyObject object, @Nullable LabelSelector namespaces) {
        return ValidatingPolicy.binding(
                object, namespaces, inputs.mode() == Mode.Enforce ? List.of("Deny", "Audit") : List.of("Warn"));
    }

    private @Nullable LabelSelector namespaces(Blueprint.Scope scope) {
        if (scope == Blueprint.Scope.Cluster) {
            return null;
        }
        if (inputs.exemptNamespaces().isEmpty()) {
            return inputs.namespaces();
        }
        return new LabelSelectorBuilder(inputs.namespaces())
                .addNewMatchExpression()
                .withKey("kubernetes.io/metadata.name")
                .withOperator("NotIn")
                .withValues(inputs.exemptNamespaces())
                .endMatchExpression()
                .build();
    }
}
