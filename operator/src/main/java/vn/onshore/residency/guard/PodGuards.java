package vn.onshore.residency.guard;

import static vn.onshore.admission.CelLiteral.list;
import static vn.onshore.admission.CelLiteral.string;

import java.util.List;
import java.util.stream.Stream;
import vn.onshore.admission.CelSentence;
import vn.onshore.admission.MutatingPolicy;
import vn.onshore.admission.Rule;
import vn.onshore.admission.ValidatingPolicy;
import vn.onshore.boundary.NodeFacts;

/** Where governed pods run and what they bring along: G3 to G6. */
final class PodGuards {
    private final GuardInputs inputs;
    private final Places places;
    private final NodeList nodes;

    PodGuards(GuardInputs inputs, Places places, NodeList nodes) {
        this.inputs = inputs;
        this.places = places;
        this.nodes = nodes;
    }

    /**
     * G3. The name of the node decides, because labels are written by the node itself; the region and zone that the
     * server copied onto the Binding only refuse a node that moved since the list was compiled. An empty target kind
     * means a Node as well, but keeps the server from copying them.
     */
    Blueprint bindings() {
        var policy = ValidatingPolicy.on(Rule.v1("", List.of("pods/binding"), "CREATE"))
                .let("target", "object.?target.?name.orValue('')")
                .let("labels", "object.?metadata.?labels.orValue({})")
                .let("region", "variables.labels[?" + string(NodeFacts.REGION) + "].orValue('')")
                .let("zone", "variables.labels[?" + string(NodeFacts.ZONE) + "].orValue('')")
                .require(
                        "object.?target.?kind.orValue('') == 'Node'",
                        CelSentence.of("the target kind of a Binding must be Node under " + policy()));
        if (nodes.fits() || !inputs.server().topologyOnBindings()) {
            policy = eligible(policy, "variables.target", "");
        }
        return validates(Guard.PodBindings, inputs.server().topologyOnBindings() ? topologyInside(policy) : policy);
    }

    private ValidatingPolicy topologyInside(ValidatingPolicy policy) {
        var allowances = inputs.allowances();
        return policy.require(
                "variables.zone in " + list(allowances.zones())
                        + " || variables.region in " + list(allowances.regions())
                        + " && !(variables.zone in " + list(allowances.foreignZones()) + ")",
                CelSentence.of("node ")
                        .value("variables.target")
                        .text(" is in region '")
                        .value("variables.region")
                        .text("', zone '")
                        .value("variables.zone")
                        .text("', which is outside under " + policy()));
    }

    /**
     * G4. On update only what is new is judged: images and tolerations are what may change. A mirror pod tells of a static
     * pod that no admission can stop; refusing it would only hide it. No match conditions: for each of them the API server
     * would convert the pod once more.
     */
    Blueprint pods() {
        var policy = ValidatingPolicy.on(Rule.v1("", List.of("pods", "pods/ephemeralcontainers"), "CREATE", "UPDATE"))
                .let("created", "request.operation == 'CREATE'")
                .let("node", "object.spec.?nodeName.orValue('')")
                .let("volumes", "variables.created ? object.spec.?volumes.orValue([]) : []")
                .let(places.network())
                .let(places.topology());
        policy = placement(policy);
        policy = images(policy);
        if (inputs.server().addressFunctions()) {
            policy = hostAliases(policy);
            policy = volumes(policy);
        }
        return validates(
                Guard.Pods,
                policy.unless("'kubernetes.io/config.mirror' in object.metadata.?annotations.orValue({})"
                        + " && 'system:nodes' in request.?userInfo.?groups.orValue([])"));
    }

    private ValidatingPolicy placement(ValidatingPolicy policy) {
        var onNode = eligible(policy, "variables.node", "!variables.created || variables.node == '' || ");
        return onNode.let("scheduler", "object.spec.?schedulerName.orValue('default-scheduler')")
                .require(
                        "!variables.created || variables.scheduler in " + list(inputs.schedulers()),
                        CelSentence.of("scheduler '")
                                .value("variables.scheduler")
                                .text("' is not in spec.schedulers of " + policy()))
                .let(
                        "forbiddenTolerations",
                        "object.spec.?tolerations.orValue([]).filter(t, (t.?key.orValue('') == "
                                + string(GuardNames.UNATTESTED)
                                + " || t.?operator.orValue('Equal') == 'Exists' && t.?key.orValue('') == '')"
                                + " && (variables.created || !(t in oldObject.spec.?tolerations.orValue([]))))")
                .require(
                        "variables.forbiddenTolerations.size() == 0",
                        CelSentence.of("a pod must not tolerate every taint, nor " + GuardNames.UNATTESTED + ", under "
                                + policy() + "; tolerate taints by key"))
                .require(
                        "!variables.created || !object.spec.?hostNetwork.orValue(false)",
                        CelSentence.of("spec.hostNetwork is not allowed under " + policy()
                                + ": NetworkPolicies do not hold for such pods"));
    }

    private ValidatingPolicy images(ValidatingPolicy policy) {
        var registry = "variables.images.filter(i, !(i in variables.oldImages)"
                + " && !([i.contains('/') ? i.split('/')[0] : ''].map(r, r.contains('.') || r.contains(':')"
                + " || r == 'localhost' || r != r.lowerAscii() ? r.lowerAscii() : 'docker.io')[0] in "
                + list(registries()) + "))";
        return policy.let("images", imagesOf("object.spec"))
                .let("oldImages", "variables.created ? [] : " + imagesOf("oldObject.spec"))
                .let("foreignImages", registry)
                .require(
                        "variables.foreignImages.size() == 0",
                        CelSentence.of("image '")
                                .value("variables.foreignImages[0]")
                                .text("' comes from a registry that is not in the boundary of " + policy()));
    }

    private static String imagesOf(String spec) {
        return spec + ".containers.map(c, c.?image.orValue('')) + "
                + spec + ".?initContainers.orValue([]).map(c, c.?image.orValue('')) + "
                + spec + ".?ephemeralContainers.orValue([]).map(c, c.?image.orValue('')) + "
                + spec + ".?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.?reference.orValue(''))";
    }

    /** Exact hosts; {@code :443} is the same host. */
    private List<String> registries() {
        return inputs.allowances().registries().stream()
                .flatMap(host -> host.matches(".*:[0-9]+") ? Stream.of(host) : Stream.of(host, host + ":443"))
                .flatMap(host -> host.startsWith("docker.io") ? Stream.of(host, "index." + host) : Stream.of(host))
                .sorted()
                .toList();
    }

    private ValidatingPolicy hostAliases(ValidatingPolicy policy) {
        return policy.let(
                        "foreignAliases",
                        places.addressesBeyondLoopback(
                                "(variables.created ? object.spec.?hostAliases.orValue([]).map(a, a.?ip.orValue('')) : [])"))
                .require(
                        "variables.foreignAliases.size() == 0",
                        CelSentence.of("spec.hostAliases leads to ")
                                .value("variables.foreignAliases[0]")
                                .text(", which is not in the networks of " + policy()));
    }

    private ValidatingPolicy volumes(ValidatingPolicy policy) {
        var drivers = new DriverTable(inputs.allowances().drivers());
        var inside = new HandlePattern.Inside(inputs.sites(), inputs.allowances());
        return policy.let(drivers.parameters())
                // Only disks of Kubernetes itself have a handle in a pod. A larger table would cost
                // every change of this policy a tenth of a second in the API server.
                .let(List.of(
                        drivers.placed(),
                        drivers.of(VolumeSources.diskDrivers()).handles(inside)))
                .let(
                        "remoteVolumes",
                        "variables.volumes.filter(v, " + VolumeSources.serversOutside(places, "v")
                                + ".size() > 0 || has(v.gitRepo) && "
                                + places.urls("[v.gitRepo.?repository.orValue('')]") + ".size() > 0)")
                .require(
                        "variables.remoteVolumes.size() == 0",
                        CelSentence.of("volume '")
                                .value("variables.remoteVolumes[0].name")
                                .text("' is on a server that is not in the boundary of " + policy()))
                .let(
                        "unreadableVolumes",
                        "variables.volumes.filter(v, " + VolumeSources.unreadable("v")
                                + " || has(v.csi) && !(v.csi.driver in variables.drivers))")
                .require(
                        "variables.unreadableVolumes.size() == 0",
                        CelSentence.of("nobody can read where volume '")
                                .value("variables.unreadableVolumes[0].name")
                                .text("' is: its driver is not in the boundary of " + policy()))
                .let(
                        "silentVolumes",
                        "variables.volumes.filter(v, has(v.csi) && "
                                + DriverTable.silent("v.csi.driver", "v.csi.?volumeAttributes.orValue({})", null) + ")")
                .require(
                        "variables.silentVolumes.size() == 0",
                        CelSentence.of("nothing in volume '")
                                .value("variables.silentVolumes[0].name")
                                .text("' says where it is, as " + policy()
                                        + " wants: name its server or zone in volumeAttributes"))
                .let(
                        "strayVolumes",
                        "variables.volumes.filter(v, has(v.csi) && "
                                + drivers.outside(places, "v.csi.driver", "v.csi.?volumeAttributes.orValue({})")
                                + ".size() > 0)")
                .require(
                        "variables.strayVolumes.size() == 0",
                        CelSentence.of("an attribute of volume '")
                                .value("variables.strayVolumes[0].name")
                                .text("' names a place that is not in the boundary of " + policy()));
    }

    /** G5. */
    Blueprint legacyBindings() {
        var sentence = "the legacy bindings endpoint is closed under " + policy() + "; use pods/binding";
        return validates(
                Guard.LegacyBindings,
                ValidatingPolicy.on(Rule.v1("", List.of("bindings"), "CREATE"))
                        .require("false", CelSentence.of(sentence)));
    }

    /** G6. The pod is changed, never its template, so GitOps tools see no difference. */
    Blueprint placement() {
        var key = GuardNames.nodeLabel(inputs.policy());
        var eligible = string(GuardNames.ELIGIBLE);
        var patch = "object.?spec.?nodeName.orValue('') != ''"
                + " || 'kubernetes.io/config.mirror' in object.metadata.?annotations.orValue({}) ? []"
                + " : has(object.spec.nodeSelector)"
                + " ? [JSONPatch{op: 'add', path: " + string("/spec/nodeSelector/" + MutatingPolicy.pointer(key))
                + ", value: " + eligible + "}]"
                + " : [JSONPatch{op: 'add', path: '/spec/nodeSelector', value: {" + string(key) + ": " + eligible
                + "}}]";
        return new Blueprint.Mutates(
                Guard.PodPlacement,
                Blueprint.Scope.Governed,
                new MutatingPolicy(List.of(Rule.v1("", List.of("pods"), "CREATE")), List.of(), patch));
    }

    private ValidatingPolicy eligible(ValidatingPolicy policy, String name, String unless) {
        return policy.let(nodes.contains("eligible", name))
                .require(
                        unless + "variables.eligible",
                        CelSentence.of("node '")
                                .value(name)
                                .text("' is not eligible under " + policy() + "; run: onshore where node ")
                                .value(name));
    }

    private Blueprint validates(Guard guard, ValidatingPolicy policy) {
        return new Blueprint.Validates(guard, Blueprint.Scope.Governed, policy);
    }

    private String policy() {
        return "DataResidency " + inputs.policy();
    }
}
