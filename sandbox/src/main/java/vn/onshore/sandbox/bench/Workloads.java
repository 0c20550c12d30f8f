package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A repository of Deployments and of the NetworkPolicies about them: as many of the one as of the other, one object a file. */
final class Workloads {
    private static final int NAMESPACES = 20;
    /** One policy of so many lets its subjects out of the cluster. */
    private static final int OUTSIDE = 5;

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app-%1$d
              namespace: team-%2$d
              labels: {app: app-%1$d}
            spec:
              replicas: 2
              selector: {matchLabels: {app: app-%1$d}}
              template:
                metadata:
                  labels: {app: app-%1$d, tier: %3$s, team: team-%2$d}
                spec:
                  containers:
                  - name: app
                    image: registry.example.gov.vn/team/app-%1$d:1.4.2
                    args: [--listen=:8080]
                    env:
                    - {name: STAGE, value: production}
                    ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090}]
                    resources:
                      requests: {cpu: 100m, memory: 128Mi}
                      limits: {memory: 256Mi}
            """;
    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: app-%1$d, namespace: team-%2$d}
            spec:
              podSelector: {matchLabels: {app: app-%1$d}}
              policyTypes: [Ingress, Egress]
              ingress:
              - from:
                - podSelector: {matchExpressions: [{key: tier, operator: In, values: [front, middle]}]}
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: team-%3$d}}
                ports: [{port: http}, {port: 8443}]
              egress:
              - to: [{podSelector: {}}]
                ports: [{port: 8080, endPort: 8099}]
              - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: team-%4$d}}}]
                ports: [{port: 8080}, {port: 5432}, {protocol: UDP, port: 53}]
            """;
    private static final String BLOCK = """
              - to: [{ipBlock: {cidr: 203.%d.0.0/16, except: [203.%1$d.4.0/24]}}]
                ports: [{port: 443}]
            """;

    private Workloads() {}

    /**
     * Writes them.
     *
     * @param count of Deployments, and of policies
     * @return the folder
     */
    static Path write(Path folder, int count) {
        try {
            for (int i = 0; i < count; i++) {
                int team = i % NAMESPACES;
                Path part = Files.createDirectories(folder.resolve("team-" + team));
                String tier = i % 3 == 0 ? "front" : i % 3 == 1 ? "middle" : "back";
                Files.writeString(part.resolve("app-%d.yaml".formatted(i)), DEPLOYMENT.formatted(i, team, tier));
                String policy =
                        POLICY.formatted(i, team, (team + 1) % NAMESPACES, (team + NAMESPACES - 1) % NAMESPACES);
                Files.writeString(
                        part.resolve("policy-%d.yaml".formatted(i)),
                        i % OUTSIDE == 0 ? policy + BLOCK.formatted(i % 256) : policy);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
