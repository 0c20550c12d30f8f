package vn.onshore.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import vn.onshore.kube.Json;
import vn.onshore.kube.Labels;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Tree;
import vn.onshore.residency.guard.GuardNames;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.controlplane.ControlPlane;
import vn.onshore.sandbox.controlplane.Settings;
import vn.onshore.sandbox.helm.Helm;
import vn.onshore.sandbox.scenario.Scenario;

/** A control plane with the chart installed; the operator runs beside it as a process, not in a pod. */
public final class LiveCluster implements AutoCloseable {
    public static final String RESIDENCIES = "/apis/onshore.vn/v1alpha1/dataresidencies";
    public static final String BOUNDARIES = "/apis/onshore.vn/v1alpha1/onshoreboundaries";
    public static final String ATTESTATIONS = "/apis/onshore.vn/v1alpha1/siteattestations";

    /** Long enough for a busy machine; every wait ends as soon as what is waited for is there. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Path CHART =
            Path.of(System.getProperty("onshore.root", "..")).resolve("charts/onshore");

    private static @Nullable LiveCluster shared;

    private final ControlPlane plane;
    private final List<RunningOperator> own = new ArrayList<>();
    private @Nullable RunningOperator operator;

    private LiveCluster(ControlPlane plane) {
        this.plane = plane;
    }

    /** The one that tests share, one class after the other, with the nodes of the story; it ends with this JVM. */
    public static synchronized LiveCluster shared() {
        if (shared == null) {
            shared = start(Settings.full());
            Scenario.vietnam().applyTo(shared.client());
        }
        return shared;
    }

    /** The shared one, with the boundary of the story as nobody has changed it. */
    public static LiveCluster vietnam() {
        var cluster = shared();
        cluster.apply(Yaml.vietnam());
        return cluster;
    }

    /** One of a test's own, without nodes. */
    public static LiveCluster start(Settings settings) {
        var helm = Helm.locate(System.getenv(), Progress.lines(System.err));
        var plane = ControlPlane.start(settings);
        try {
            helm.install(plane.kubeconfig(), "onshore", RunningOperator.NAMESPACE, CHART, "replicas: 0\n")
                    .orThrow();
            plane.kubectl()
                    .run("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")
                    .orThrow();
            return new LiveCluster(plane);
        } catch (RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    /** One of a test's own with the boundary of the story, without nodes and controllers. */
    public static LiveCluster bare() {
        var cluster = start(Settings.bare());
        cluster.apply(Yaml.vietnam());
        return cluster;
    }

    /** The operator that tests share; it sweeps every five seconds. */
    public synchronized RunningOperator operator() {
        if (operator == null || !operator.isAlive()) {
            operator = RunningOperator.start(plane, "--instance", "shared", "--sweep-interval", "5s");
        }
        return operator.awaitReady();
    }

    /**
     * Starts an operator of a test's own and does not wait; the shared one ends before. It lives no longer than this
     * cluster.
     *
     * @param options of {@code onshore operator}
     */
    public RunningOperator ownOperator(String... options) {
        withoutOperator();
        var started = RunningOperator.start(plane, options);
        own.add(started);
        return started;
    }

    /** The same, of one that sweeps once and then not for an hour: what it knows, it was told by events. */
    public RunningOperator quietOperator(String instance) {
        return ownOperator("--instance", instance, "--sweep-interval", "1h");
    }

    /** What the chart gives the operator as {@code --probe-image}. */
    public String probeImage() {
        var args = get("/apis/apps/v1/namespaces/" + RunningOperator.NAMESPACE + "/deployments/onshore")
                .at("spec", "template", "spec", "containers")
                .items()
                .getFirst()
                .at("args")
                .texts();
        return args.get(args.indexOf("--probe-image") + 1);
    }

    /** Ends the operator that tests share. */
    public synchronized void withoutOperator() {
        if (operator != null) {
            operator.close();
            operator = null;
        }
    }

    public ControlPlane plane() {
        return plane;
    }

    public KubernetesClient client() {
        return plane.client();
    }

    public AuditLog audit() {
        return new AuditLog(plane.auditLog());
    }

    /** kubectl that must succeed. */
    public void kubectl(String... arguments) {
        plane.kubectl().run(arguments).orThrow();
    }

    public void apply(String yaml) {
        plane.kubectl().apply(yaml).orThrow();
    }

    /** {@code kubectl patch --type=merge} by a field manager of this name. */
    public void patch(String manager, String kind, String name, String patch) {
        kubectl("patch", kind, name, "--type=merge", "--field-manager=" + manager, "-p", patch);
    }

    public void patch(String policy, String patch) {
        patch("test", "dataresidency", policy, patch);
    }

    /** Deletes and waits until it is gone. */
    public void delete(String kind, String name) {
        kubectl("delete", kind, name, "--ignore-not-found", "--timeout=" + PATIENCE.toSeconds() + "s");
    }

    /** What a path holds; {@link Tree#NOTHING} if there is nothing. */
    public Tree get(String path) {
        return Json.read(client().raw(path));
    }

    public List<Tree> list(String path) {
        return get(path).at("items").items();
    }

    public Tree policy(String name) {
        return get(RESIDENCIES + "/" + name);
    }

    public static String name(Tree object) {
        return object.at("metadata", "name").text();
    }

    public static String uid(Tree object) {
        return object.at("metadata", "uid").text();
    }

    public static Optional<Tree> condition(Tree object, String type) {
        return object.at("status", "conditions").items().stream()
                .filter(condition -> condition.at("type").text().equals(type))
                .findFirst();
    }

    /** Why {@code Ready} is what it is; empty if nobody has said so yet. */
    public static String reason(Tree object) {
        return condition(object, "Ready").map(c -> c.at("reason").text()).orElse("");
    }

    /** The sentence of {@code Stalled}; empty if it is not. */
    public static String stalled(Tree object) {
        return condition(object, "Stalled").map(c -> c.at("message").text()).orElse("");
    }

    /** A rule's row in the policy's table of coverage; {@link Tree#NOTHING} if it has none yet. */
    public static Tree rule(Tree policy, String rule) {
        return policy.at("status", "rules").items().stream()
                .filter(row -> row.at("rule").text().equals(rule))
                .findFirst()
                .orElse(Tree.NOTHING);
    }

    /** The policy's verdict on a rule; empty if there is none yet. */
    public static String verdict(Tree policy, String rule) {
        return rule(policy, rule).at("verdict").text();
    }

    /** Waits until an object is as wanted, and gives it back. */
    public Tree await(String path, Predicate<Tree> wanted) {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> get(path), wanted);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("waited in vain for " + path + "; " + state(path), e);
        }
    }

    private String state(String path) {
        var object = get(path);
        return "it is "
                + Json.write(Map.of(
                        "spec",
                        object.at("spec").fields(),
                        "status",
                        object.at("status").fields()))
                + "\n"
                + (operator == null ? "" : "The operator's last words:\n" + operator.lastWords());
    }

    /** Waits until the policy's Ready has this reason for its present spec. */
    public Tree awaitReady(String policy, String reason) {
        return await(RESIDENCIES + "/" + policy, object -> reason(object).equals(reason) && isObserved(object));
    }

    public static boolean isObserved(Tree object) {
        return object.at("status", "observedGeneration").number(-1)
                == object.at("metadata", "generation").number(0);
    }

    /** Everything that was generated for an owner, as {@code Kind/name}, sorted. */
    public List<String> guards(String ownerUid) {
        return Watched.guards().stream()
                .flatMap(kind ->
                        list(kind.kind().path(null) + "?labelSelector=" + Labels.OWNER_UID + "=" + ownerUid).stream()
                                .map(object -> kind.kind().kind() + "/" + name(object)))
                .sorted()
                .toList();
    }

    /** What the policy's status says was generated, as {@code Kind/name}, sorted. */
    public static List<String> guardsOf(Tree policy) {
        return policy.at("status", "guards").items().stream()
                .map(guard -> guard.at("kind").text() + "/" + guard.at("name").text())
                .sorted()
                .toList();
    }

    /** Names of the nodes that carry the policy's mark, sorted. */
    public List<String> marked(String policy) {
        return list("/api/v1/nodes?labelSelector=" + GuardNames.nodeLabel(policy)).stream()
                .map(LiveCluster::name)
                .sorted()
                .toList();
    }

    /** Notes of the Events with this reason. */
    public List<String> events(String reason) {
        return events(reason, event -> true);
    }

    /** Notes of the Events with this reason about an object. */
    public List<String> events(String reason, String about) {
        return events(reason, event -> event.at("regarding", "name").text().equals(about));
    }

    private List<String> events(String reason, Predicate<Tree> wanted) {
        return list("/apis/events.k8s.io/v1/namespaces/default/events").stream()
                .filter(event -> event.at("reason").text().equals(reason))
                .filter(wanted)
                .map(event -> event.at("note").text())
                .toList();
    }

    /** Waits for an Event about an object whose note matches the whole of the pattern. */
    public void awaitEvent(String reason, String about, String pattern) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events(reason, about)).anyMatch(note -> note.matches(pattern)));
    }

    /** Makes a policy in Enforce and waits until it is proved. */
    public Tree enforce(String policy, String... more) {
        apply(Yaml.policy(policy, "Enforce", more));
        return awaitReady(policy, "EnforcedAndProved");
    }

    /** Deletes every policy and waits until they are gone. */
    public void removePolicies() {
        kubectl("delete", "dataresidencies", "--all", "--timeout=" + PATIENCE.toSeconds() + "s");
    }

    @Override
    public void close() {
        own.forEach(RunningOperator::close);
        withoutOperator();
        plane.close();
    }
}
