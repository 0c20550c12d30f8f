package vn.onshore.sandbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A repository of manifests as pipelines see them: one object a file, a hundred folders, a few of them wrong. */
final class Manifests {
    private static final int FOLDERS = 100;
    private static final int NAMESPACES = 20;
    /** One image in so many comes from abroad. */
    private static final int ASTRAY = 100;

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: team-%d, labels: {onshore.vn/residency: vietnam}}
            """;
    private static final String WORKLOAD = """
            apiVersion: apps/v1
            kind: %2$s
            metadata:
              name: app-%1$d
              namespace: %3$s
              labels: {app: app-%1$d, stage: production}
            spec:
              replicas: 3
              serviceName: app-%1$d
              selector: {matchLabels: {app: app-%1$d}}
              template:
                metadata:
                  labels: {app: app-%1$d}
                spec:
                  serviceAccountName: app
                  containers:
                  - name: app
                    image: %4$s/team/app-%1$d:1.4.2
                    args: [--listen=:8080, --store=https://s3.hn.example.vn/archive]
                    env:
                    - {name: STAGE, value: production}
                    - {name: HOME_HOST, value: app-%1$d.%3$s.svc}
                    ports: [{containerPort: 8080}]
                    resources:
                      requests: {cpu: 100m, memory: 128Mi}
                      limits: {memory: 256Mi}
                    readinessProbe: {httpGet: {path: /ready, port: 8080}}
                    volumeMounts: [{name: data, mountPath: /var/lib/app}]
                  volumes:
                  - {name: data, persistentVolumeClaim: {claimName: data-%1$d}}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: app-%d, namespace: %s}
            spec:
              selector: {app: app-%1$d}
              ports: [{port: 80, targetPort: 8080}]
            """;
    private static final String ARCHIVE = """
            apiVersion: v1
            kind: Service
            metadata: {name: archive-%d, namespace: %s}
            spec: {type: ExternalName, externalName: s3.hcm.example.vn}
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings-%d, namespace: %s}
            data:
              application.properties: |
                store.url=https://s3.hn.example.vn
                store.bucket=archive
                server.port=8080
            """;
    private static final String CLAIM = """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data-%d, namespace: %s}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: hanoi-disk
              resources: {requests: {storage: 10Gi}}
            """;
    private static final String VOLUME = """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: volume-%d}
            spec:
              capacity: {storage: 10Gi}
              accessModes: [ReadWriteOnce]
              csi: {driver: cinder.csi.openstack.org, volumeHandle: vn-north-1a/5a1d53a0-%1$d}
              nodeAffinity:
                required:
                  nodeSelectorTerms:
                  - matchExpressions:
                    - {key: topology.cinder.csi.openstack.org/zone, operator: In, values: [vn-north-1a]}
            """;
    private static final String JOB = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: report-%d, namespace: %s}
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                      - name: report
                        image: registry.example.gov.vn/team/report:2.0
                        args: [--to=s3.hn.example.vn]
            """;

    private Manifests() {}

    /**
     * Writes them, and beside the folder a {@code policy.yaml} to judge them by.
     *
     * @return the folder
     */
    static Path write(Path folder, int count) {
        try {
            for (int part = 0; part < FOLDERS; part++) {
                Files.createDirectories(part(folder, part));
            }
            for (int i = 0; i < count; i++) {
                Files.writeString(part(folder, i % FOLDERS).resolve("object-%05d.yaml".formatted(i)), manifest(i));
            }
            Files.writeString(
                    folder.resolveSibling("policy.yaml"),
                    Scenery.BOUNDARY + "---\n" + Scenery.policy(World.POLICY, "vietnam", "Enforce"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path part(Path folder, int number) {
        return folder.resolve("part-%02d".formatted(number));
    }

    private static String manifest(int i) {
        if (i < NAMESPACES) {
            return NAMESPACE.formatted(i);
        }
        String namespace = "team-" + i % NAMESPACES;
        String registry = i % ASTRAY == 0 ? "ghcr.io" : "registry.example.gov.vn";
        List<String> kinds = List.of("Deployment", "StatefulSet", "DaemonSet");
        return switch (i % 10) {
            case 0, 1, 2 -> WORKLOAD.formatted(i, kinds.get(i % 10), namespace, registry);
            case 3, 4 -> SERVICE.formatted(i, namespace);
            case 5 -> ARCHIVE.formatted(i, namespace);
            case 6 -> CONFIG.formatted(i, namespace);
            case 7 -> CLAIM.formatted(i, namespace);
            case 8 -> VOLUME.formatted(i);
            default -> JOB.formatted(i, namespace);
        };
    }
}
