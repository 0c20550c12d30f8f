package vn.onshore.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.manifest.Manifest;

/**
 * One cluster-wide cache for each kind, shared by all features, holding only what rules read. Kinds that the server does
 * not serve are left out. Listeners run on the informer's thread and must be quick.
 */
public final class Informers implements ObjectSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Informers.class);
    private static final long PAGE = 500;
    private static final String BY_NAMESPACE = "namespace";
    private static final String BY_NODE = "node";
    private static final String BY_OWNER = "owner";

    /** Told what an object was and is; {@code before} is null for a new object, {@code after} for a deleted one. */
    public interface Listener {
        void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after);
    }

    private final KubernetesClient client;
    private final Map<Watched, SharedIndexInformer<GenericKubernetesResource>> informers = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable String> fatal = new AtomicReference<>();

    public Informers(KubernetesClient client) {
        this.client = client;
    }

    /** Before {@link #start}: sees every object once, and every change. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Starts the informers of the kinds that are served and waits for their first lists.
     *
     * @throws IllegalStateException if a kind did not arrive within the time
     */
    public void start(ServerApis apis, Duration timeout) {
        var deadline = Instant.now().plus(timeout);
        var started = new EnumMap<Watched, CompletableFuture<Void>>(Watched.class);
        for (var kind : Watched.values()) {
            if (apis.prefers(kind.kind())) {
                var informer = informer(kind);
                informers.put(kind, informer);
                started.put(kind, informer.start().toCompletableFuture());
            }
        }
        started.forEach((kind, synced) -> {
            try {
                synced.get(Math.max(1, Duration.between(Instant.now(), deadline).toMillis()), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(
                        "interrupted while listing " + kind.kind().plural(), e);
            } catch (Exception e) {
                throw new IllegalStateException("cannot list " + kind.kind().plural() + ": " + e.getMessage(), e);
            }
        });
    }

    /** Starts the informers of kinds that are served since {@link #start}. Returns at once. */
    public void follow(ServerApis apis) {
        for (var kind : Watched.values()) {
            if (apis.prefers(kind.kind()) && !informers.containsKey(kind)) {
                var informer = informer(kind);
                if (informers.putIfAbsent(kind, informer) == null) {
                    informer.start();
                }
            }
        }
    }

    private SharedIndexInformer<GenericKubernetesResource> informer(Watched watched) {
        var kind = watched.kind();
        var resources = client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(kind.plural())
                .withNamespaced(kind.namespaced())
                .build());
        var all = kind.namespaced() ? resources.inAnyNamespace() : resources;
        var selector = watched.labelSelector();
        var informer = (selector == null
                        ? all.withLimit(PAGE).runnableInformer(0)
                        : all.withLabelSelector(selector).withLimit(PAGE).runnableInformer(0))
                .itemStore(new TransformingItemStore<>(resource -> pruned(watched, resource)));
        if (watched == Watched.POD) {
            informer.addIndexers(Map.of(BY_NODE, Informers::nodeName));
        }
        if (watched.isGenerated()) {
            informer.addIndexers(Map.of(BY_OWNER, Informers::owner));
        }
        informer.addEventHandler(new Handler(watched));
        informer.exceptionHandler((isStarted, failure) -> {
            log.atWarn().addKeyValue("kind", kind.plural()).log("watch failed, trying again: {}", failure.getMessage());
            return true;
        });
        informer.stopped().whenComplete((nothing, failure) -> {
            if (failure != null) {
                fatal.set(kind.plural() + ": " + failure.getMessage());
                log.atError().addKeyValue("kind", kind.plural()).log("watch ended", failure);
            }
        });
        return informer;
    }

    private static List<String> nodeName(GenericKubernetesResource resource) {
        return resource.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get("nodeName") instanceof String node
                ? List.of(node)
                : List.of();
    }

    private static List<String> owner(GenericKubernetesResource resource) {
        var labels = resource.getMetadata().getLabels();
        var uid = labels == null ? null : labels.get(Labels.OWNER_UID);
        return uid == null ? List.of() : List.of(uid);
    }

    private static GenericKubernetesResource pruned(Watched watched, GenericKubernetesResource resource) {
        var metadata = resource.getMetadata();
        // Those of generated objects name who changed them.
        if (!watched.isGenerated() || owner(resource).isEmpty()) {
            metadata.setManagedFields(null);
        }
        if (metadata.getAnnotations() != null) {
            metadata.getAnnotations().remove("kubectl.kubernetes.io/last-applied-configuration");
        }
        resource.setAdditionalProperties(watched.prune(resource.getAdditionalProperties()));
        return resource;
    }

    private static Manifest manifest(GenericKubernetesResource resource) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", resource.getApiVersion());
        tree.put("kind", resource.getKind());
        tree.put("metadata", Metadata.tree(resource.getMetadata()));
        tree.putAll(resource.getAdditionalProperties());
        return Manifest.of(tree);
    }

    private static @Nullable Manifest manifestOrNull(@Nullable GenericKubernetesResource resource) {
        return resource == null ? null : manifest(resource);
    }

    /** Whether the kind is watched here; false if the server does not serve it. */
    public boolean watches(Watched kind) {
        return informers.containsKey(kind);
    }

    @Override
    public Stream<Manifest> all(Watched kind) {
        return store(kind, informer -> informer.getStore().list().stream());
    }

    @Override
    public Optional<Manifest> get(Watched kind, @Nullable String namespace, String name) {
        var informer = informers.get(kind);
        return informer == null
                ? Optional.empty()
                : Optional.ofNullable(manifestOrNull(
                        informer.getStore().getByKey(namespace == null ? name : namespace + "/" + name)));
    }

    public Stream<Manifest> inNamespace(Watched kind, String namespace) {
        return store(kind, informer -> informer.getIndexer().byIndex(BY_NAMESPACE, namespace).stream());
    }

    public Stream<Manifest> podsOn(String node) {
        return store(Watched.POD, informer -> informer.getIndexer().byIndex(BY_NODE, node).stream());
    }

    /**
     * Generated objects of one owner.
     *
     * @param kind one of {@link Watched#guards}, {@link Watched#networkPolicies}, or an extract
     * @param ownerUid the uid in their label
     */
    public Stream<Manifest> ownedBy(Watched kind, String ownerUid) {
        return store(kind, informer -> informer.getIndexer().byIndex(BY_OWNER, ownerUid).stream());
    }

    private Stream<Manifest> store(
            Watched kind,
            Function<SharedIndexInformer<GenericKubernetesResource>, Stream<GenericKubernetesResource>> query) {
        var informer = informers.get(kind);
        return informer == null ? Stream.empty() : query.apply(informer).map(Informers::manifest);
    }

    public int size(Watched kind) {
        var informer = informers.get(kind);
        return informer == null ? 0 : informer.getStore().listKeys().size();
    }

    public boolean synced() {
        return informers.values().stream().allMatch(SharedIndexInformer::hasSynced);
    }

    /** Why a watch ended for good, if one did. */
    public Optional<String> fatal() {
        return Optional.ofNullable(fatal.get());
    }

    @Override
    public void close() {
        new ArrayList<>(informers.values()).forEach(SharedIndexInformer::stop);
    }

    private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
        private final Watched kind;

        Handler(Watched kind) {
            this.kind = kind;
        }

        @Override
        public void onAdd(GenericKubernetesResource added) {
            tell(null, added);
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            tell(before, after);
        }

        @Override
        public void onDelete(GenericKubernetesResource deleted, boolean finalStateUnknown) {
            tell(deleted, null);
        }

        private void tell(@Nullable GenericKubernetesResource before, @Nullable GenericKubernetesResource after) {
            var was = manifestOrNull(before);
            var is = manifestOrNull(after);
            for (var listener : listeners) {
                try {
                    listener.changed(kind, was, is);
                } catch (RuntimeException e) {
                    // One odd object must not stop the news of all others.
                    var subject = is == null ? was : is;
                    log.atError()
                            .addKeyValue(
                                    "object",
                                    subject == null ? "" : subject.subject().toString())
                            .log("cannot take in a change", e);
                }
            }
        }
    }
}
