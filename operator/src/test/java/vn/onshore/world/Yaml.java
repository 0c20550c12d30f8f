package vn.onshore.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Resources as users write them. */
public final class Yaml {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("onshore.root", "..")).resolve("examples/residency");

    private Yaml() {}

    /** A file below {@code examples/residency}. */
    public static String example(String file) {
        try {
            return Files.readString(EXAMPLES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The nodes of the story: two sites, no attestors. */
    public static String vietnam() {
        return vietnam("");
    }

    /** @param attestors YAML of the list {@code attestors} of the Hanoi site, in flow style; empty for none */
    public static String vietnam(String attestors) {
        return """
                apiVersion: onshore.vn/v1alpha1
                kind: OnshoreBoundary
                metadata: {name: vietnam}
                spec:
                  jurisdiction: VN
                  sites:
                  - id: hn-01
                    province: {scheme: QD19-2025, code: "01"}
                    nodes: {regions: [vn-north], zones: [vn-north-1a], providerIDs: ["openstack://hn/*"]}
                    cidrs: [10.10.0.0/16]
                    attestors: [%s]
                  - id: hcm-01
                    province: {scheme: QD19-2025, code: "79"}
                    nodes: {regions: [vn-south], zones: [vn-south-1a], providerIDs: ["openstack://hcm/*"]}
                    cidrs: [10.20.0.0/16]
                  endpoints: [{host: s3.hn.example.vn, site: hn-01}]
                  domains: [{suffix: example.gov.vn, site: hn-01}]
                  registries: [{host: registry.example.gov.vn, site: hn-01}]
                  csiDrivers:
                  - {name: cinder.csi.openstack.org, topologyKeys: [topology.cinder.csi.openstack.org/zone]}
                  exemptions: {namespaces: [kube-system, onshore-system], reason: the control plane itself}
                """.formatted(attestors);
    }

    /** A boundary of one site that claims one zone. */
    public static String boundary(String name, String zone) {
        return """
                apiVersion: onshore.vn/v1alpha1
                kind: OnshoreBoundary
                metadata: {name: %s}
                spec:
                  sites:
                  - id: dn-01
                    province: {scheme: QD19-2025, code: "48"}
                    nodes: {zones: [%s]}
                """.formatted(name, zone);
    }

    /**
     * A policy by the boundary {@code vietnam} that governs the namespaces labelled {@code residency-test: NAME}.
     *
     * @param more further lines of the spec
     */
    public static String policy(String name, String mode, String... more) {
        return """
                apiVersion: onshore.vn/v1alpha1
                kind: DataResidency
                metadata: {name: %s}
                spec:
                  boundaryRef: {name: vietnam}
                  namespaceSelector: {matchLabels: {residency-test: %s}}
                  mode: %s
                  canaryInterval: 10s
                """.formatted(name, name, mode)
                + Arrays.stream(more).map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    /** A machine with a kubelet of its own that says by its labels alone that it stands in a zone. */
    public static String node(String name, String zone) {
        return """
                apiVersion: v1
                kind: Node
                metadata:
                  name: %s
                  labels: {kubernetes.io/hostname: %s, topology.kubernetes.io/zone: %s}
                status:
                  nodeInfo:
                    architecture: amd64
                    bootID: ""
                    containerRuntimeVersion: ""
                    kernelVersion: ""
                    kubeProxyVersion: ""
                    kubeletVersion: v1.36.3
                    machineID: ""
                    operatingSystem: linux
                    osImage: ""
                    systemUUID: ""
                """.formatted(name, name, zone);
    }

    /** A namespace that the policy governs. */
    public static String namespace(String name, String policy) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {residency-test: %s}}
                """.formatted(name, policy);
    }
}
