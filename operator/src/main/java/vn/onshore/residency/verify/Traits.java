package vn.onshore.residency.verify;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** What built-in objects have that brings an exit into scope. */
final class Traits {
    private static final Set<String> COPY_TOOLS = Set.of(
            "rclone",
            "aws",
            "mc",
            "gsutil",
            "gcloud",
            "azcopy",
            "az",
            "restic",
            "kopia",
            "borg",
            "duplicity",
            "s3cmd",
            "s5cmd",
            "pg_dump",
            "pg_dumpall",
            "pg_basebackup",
            "mysqldump",
            "mariadb-dump",
            "xtrabackup",
            "mongodump",
            "redis-cli",
            "etcdctl",
            "scp",
            "sftp",
            "rsync",
            "ftp",
            "lftp",
            "nc",
            "ncat",
            "socat",
            "ssh");
    private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FTP_PROXY");
    private static final List<String> CLOUD_IDENTITIES = List.of(
            "eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id");
    private static final int LONGEST_SCANNED = 65_536;

    private Traits() {}

    private static Predicate<Manifest> pod(Predicate<PodSpec> test) {
        return object -> PodSpec.of(object).filter(test).isPresent();
    }

    private static Predicate<Manifest> anyContainer(Predicate<Tree> test) {
        return pod(spec -> spec.containers().stream().anyMatch(test));
    }

    private static Predicate<Manifest> anyVolume(Predicate<Tree> test) {
        return pod(spec -> spec.volumes().stream().anyMatch(test));
    }

    static Predicate<Manifest> ephemeralContainers() {
        return pod(spec -> !spec.spec().at("ephemeralContainers").items().isEmpty());
    }

    static Predicate<Manifest> hostAccess() {
        return anyVolume(volume -> volume.at("hostPath").isPresent())
                .or(anyContainer(c -> c.at("securityContext", "privileged").isTrue()))
                .or(pod(spec -> spec.spec().at("hostPID").isTrue()
                        || spec.spec().at("hostIPC").isTrue()));
    }

    static Predicate<Manifest> copyTools() {
        return anyContainer(c -> Stream.concat(c.at("command").texts().stream(), c.at("args").texts().stream())
                .anyMatch(Traits::namesCopyTool));
    }

    static boolean namesCopyTool(String command) {
        var text = command.length() > LONGEST_SCANNED ? command.substring(0, LONGEST_SCANNED) : command;
        if (text.contains("--upload-file") || text.contains("curl -T") || text.contains("--post-file")) {
            return true;
        }
        for (var word : text.split("[\\s;|&()`'\"=]+")) {
            if (COPY_TOOLS.contains(word.substring(word.lastIndexOf('/') + 1))) {
                return true;
            }
        }
        return false;
    }

    static Predicate<Manifest> environment() {
        return anyContainer(c -> !c.at("env").items().isEmpty()
                        || !c.at("envFrom").items().isEmpty())
                .or(anyVolume(v -> v.at("configMap").isPresent()
                        || v.at("secret").isPresent()
                        || v.at("projected").isPresent() && !isApiAccess(v.at("projected"))));
    }

    /** What the API server mounts into pods by itself: a token for itself, its certificate, the pod's namespace. */
    private static boolean isApiAccess(Tree projected) {
        var sources = projected.at("sources").items();
        return !sources.isEmpty() && sources.stream().allMatch(Traits::isForTheApiServer);
    }

    private static boolean isForTheApiServer(Tree source) {
        var token = source.at("serviceAccountToken");
        return source.fields().size() == 1
                && (token.isPresent() && token.at("audience").text().isEmpty()
                        || source.at("configMap", "name").text().equals("kube-root-ca.crt")
                        || source.at("downwardAPI").isPresent());
    }

    static Predicate<Manifest> proxies() {
        return anyContainer(c -> c.at("env").items().stream().anyMatch(Traits::isProxy));
    }

    private static boolean isProxy(Tree variable) {
        var name = variable.at("name").text();
        var value = variable.at("value").text();
        return PROXIES.contains(name.toUpperCase(Locale.ROOT))
                || name.endsWith("JAVA_TOOL_OPTIONS")
                        && value.toLowerCase(Locale.ROOT).contains("proxyhost");
    }

    static Predicate<Manifest> ownResolver() {
        return pod(spec -> !spec.spec().at("dnsConfig", "nameservers").items().isEmpty());
    }

    static Predicate<Manifest> named(BiPredicate<String, String> namespaceAndName) {
        return object -> namespaceAndName.test(object.namespace(), object.name());
    }

    static Predicate<Manifest> audienceTokens() {
        return anyVolume(volume -> volume.at("projected", "sources").items().stream()
                .anyMatch(source ->
                        !source.at("serviceAccountToken", "audience").text().isEmpty()));
    }

    static Predicate<Manifest> cloudIdentity() {
        return object -> CLOUD_IDENTITIES.stream().anyMatch(object.annotations()::containsKey);
    }

    static Predicate<Manifest> label(String key, String value) {
        return object -> value.equals(object.labels().get(key));
    }

    static Predicate<Manifest> annotationStartingWith(String prefix) {
        return object -> object.annotations().keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    static Predicate<Manifest> imageNaming(List<String> parts) {
        return anyContainer(c -> {
            var image = c.at("image").text();
            return parts.stream().anyMatch(image::contains);
        });
    }
}
