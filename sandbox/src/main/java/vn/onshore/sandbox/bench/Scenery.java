package vn.onshore.sandbox.bench;

/** The objects that benchmarks play with, as users would write them. */
final class Scenery {
    /** How many kinds the operator may read beside those that everybody has. */
    static final int MOST_KINDS = 160;

    static final String BOUNDARY = boundary("vietnam", "kube-system, onshore-system");

    /** The same after a second hall was opened: whatever a policy is compiled into changes with it. */
    static final String GROWN_BOUNDARY = boundary("vietnam", "kube-system, onshore-system, monitoring")
            .replace("[vn-north-1a]", "[vn-north-1a, vn-north-1b]")
            .replace("[10.10.0.0/16]", "[10.10.0.0/16, 10.30.0.0/16]")
            .replace("endpoints: [", "endpoints: [{host: s3-2.hn.example.vn, site: hn-01}, ")
            .replace("registries: [", "registries: [{host: registry-2.example.gov.vn, site: hn-01}, ");

    /** The least that could guard pods: a policy that says yes, and one that places them. */
    static final String LEAST_GUARD = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: least}
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
              validations: [{expression: "true"}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: least}
            spec:
              policyName: least
              validationActions: [Deny]
              matchResources: {namespaceSelector: {matchLabels: {onshore.vn/residency: vietnam}}}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: least}
            spec:
              failurePolicy: Fail
              reinvocationPolicy: Never
              matchConstraints:
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
              mutations:
              - patchType: JSONPatch
                jsonPatch:
                  expression: '[JSONPatch{op: "add", path: "/spec/nodeSelector", value: {"a": "b"}}]'
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: least}
            spec:
              policyName: least
              matchResources: {namespaceSelector: {matchLabels: {onshore.vn/residency: vietnam}}}
            """;

    static final String NAMESPACES = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: citizen-records, labels: {onshore.vn/residency: vietnam}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: elsewhere}
            ---
            # Leads abroad, so that there is something to find.
            apiVersion: v1
            kind: Service
            metadata: {name: archive, namespace: citizen-records}
            spec: {type: ExternalName, externalName: s3.ap-southeast-1.amazonaws.com}
            """;

    static final String NODE_ABROAD = """
            apiVersion: v1
            kind: Node
            metadata:
              name: bangkok
              labels: {topology.kubernetes.io/region: th-central, topology.kubernetes.io/zone: th-central-1a}
            spec: {providerID: "openstack://bkk/5a1d53a0"}
            status: {addresses: [{type: InternalIP, address: 198.51.100.7}]}
            """;

    private static final String BOUNDARY_TEMPLATE = """
            apiVersion: onshore.vn/v1alpha1
            kind: OnshoreBoundary
            metadata: {name: %s}
            spec:
              jurisdiction: VN
              sites:
              - id: hn-01
                province: {scheme: QD19-2025, code: "01"}
                nodes: {regions: [vn-north], zones: [vn-north-1a], providerIDs: ["openstack://hn/*"]}
                cidrs: [10.10.0.0/16]
              - id: hcm-01
                province: {scheme: QD19-2025, code: "79"}
                nodes: {regions: [vn-south], zones: [vn-south-1a], providerIDs: ["openstack://hcm/*"]}
                cidrs: [10.20.0.0/16]
              endpoints: [{host: s3.hn.example.vn, site: hn-01}, {host: s3.hcm.example.vn, site: hcm-01}]
              domains: [{suffix: example.gov.vn, site: hn-01}]
              registries: [{host: registry.example.gov.vn, site: hn-01}]
              csiDrivers:
              - name: cinder.csi.openstack.org
                topologyKeys: [topology.cinder.csi.openstack.org/zone]
                locationParameters: [availability]
                volumeHandle: "(?<zone>[^/]+)/.+"
              exemptions: {namespaces: [%s], reason: control plane}
            """;

    private static final String POLICY_TEMPLATE = """
            apiVersion: onshore.vn/v1alpha1
            kind: DataResidency
            metadata: {name: %s}
            spec:
              boundaryRef: {name: vietnam}
              namespaceSelector: {matchLabels: {onshore.vn/residency: %s}}
              mode: %s
              canaryInterval: 60s
            """;

    private static final String ISOLATION_TEMPLATE = """
            apiVersion: onshore.vn/v1alpha1
            kind: NetworkIsolation
            metadata: {name: %s}
            spec:
              boundaryRef: {name: vietnam}
              mode: Enforce
              datapath: Calico
              level: 3
              zones:
              - {name: storage, role: DatabaseServer, namespaceSelector: {matchLabels: {zone: storage}}, internet: Deny}
              - {name: app, role: InternalServer, namespaceSelector: {matchLabels: {zone: app}}, internet: Deny}
              - {name: edge, role: DMZ, namespaceSelector: {matchLabels: {zone: edge}}, internet: Onshore}
              - {name: mgmt, role: Management, namespaceSelector: {matchLabels: {zone: mgmt}}, internet: Deny}
              flows:
              - {from: {zone: app}, to: {zone: storage}, ports: [TCP/5432]}
              - {from: {zone: edge}, to: {zone: app}, ports: [TCP/8443]}
              - {from: {zone: storage}, to: {site: hcm-01}, ports: [TCP/443]}
            """;

    /** Opens a zone that must not reach the Internet, in JSON for server-side apply. */
    static final String HOLE = """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "hole"},
             "spec": {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{}]}}
            """;

    private Scenery() {}

    /** Four zones in a chain. */
    static String isolation(String name) {
        return ISOLATION_TEMPLATE.formatted(name);
    }

    /** @param exempt names of namespaces, with commas */
    static String boundary(String name, String exempt) {
        return BOUNDARY_TEMPLATE.formatted(name, exempt);
    }

    /** @param label value of the label by which namespaces are governed */
    static String policy(String name, String label, String mode) {
        return POLICY_TEMPLATE.formatted(name, label, mode);
    }

    /** An ordinary pod in JSON, on a node if one is named. */
    static String pod(String name, String node) {
        return """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "%s", "labels": {"app": "citizen"}},
                 "spec": {%s "containers": [{"name": "app", "image": "registry.example.gov.vn/citizen/app:4.2",
                   "env": [{"name": "STAGE", "value": "production"}], "ports": [{"containerPort": 8080}],
                   "resources": {"requests": {"cpu": "10m", "memory": "32Mi"}}}]}}
                """.formatted(name, node.isEmpty() ? "" : "\"nodeName\": \"" + node + "\",");
    }

    /** A CustomResourceDefinition in JSON, of a kind that no rule speaks of. */
    static String definition(int number) {
        return """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "metadata": {"name": "%1$s.bench.example"},
                 "spec": {"group": "bench.example", "scope": "Cluster",
                   "names": {"plural": "%1$s", "singular": "thing%2$d", "kind": "Thing%2$d"},
                   "versions": [{"name": "v1", "served": true, "storage": true,
                     "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                """.formatted(plural(number), number);
    }

    static String plural(int number) {
        return "thing" + number + "s";
    }

    /** An object of that kind. */
    static String instance(int number) {
        return """
                {"apiVersion": "bench.example/v1", "kind": "Thing%d", "metadata": {"name": "one"}}
                """.formatted(number);
    }
}
