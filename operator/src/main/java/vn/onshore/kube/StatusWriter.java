package vn.onshore.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.manifest.Manifest;

/**
 * The one place that writes statuses: only what changed, and only onto the version that was read, because the framework
 * may otherwise swallow a spec change that lands during the write.
 */
public final class StatusWriter implements Informers.Listener {
    private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

    private final ApiServer server;
    private final String fieldManager;
    private final LongAdder writes = new LongAdder();
    /** By uid of the resource. */
    private final Map<String, Object> latest = new ConcurrentHashMap<>();

    public StatusWriter(ApiServer server, String fieldManager) {
        this.server = server;
        this.fieldManager = fieldManager;
    }

    /** What became of a status. */
    public enum Result {
        Unchanged,
        Written,
        /** Somebody changed the object meanwhile, or it is gone: an event is on its way, look again then. */
        Superseded
    }

    /**
     * @param resource a copy of one's own; it gets the new {@code resourceVersion}
     * @param before the status that was read with {@code resource}
     * @throws IllegalStateException if the server refuses for another reason
     */
    public Result write(ApiKind kind, HasMetadata resource, @Nullable Object before, Object status) {
        // Before it is sent: the watch may bring it sooner than the server answers.
        latest.put(resource.getMetadata().getUid(), status);
        if (Objects.equals(before, status)) {
            return Result.Unchanged;
        }
        var meta = resource.getMetadata();
        var answer = server.jsonPatch(
                kind.path(meta.getNamespace(), meta.getName()) + "/status",
                List.of(
                        Map.of(
                                "op",
                                "replace",
                                "path",
                                "/metadata/resourceVersion",
                                "value",
                                meta.getResourceVersion()),
                        Map.of("op", "add", "path", "/status", "value", status)),
                fieldManager);
        if (answer.ok()) {
            writes.increment();
            meta.setResourceVersion(answer.resourceVersion());
            return Result.Written;
        }
        if (answer.code() == 409 || answer.code() == 404) {
            log.atDebug().addKeyValue("object", meta.getName()).log("status superseded");
            return Result.Superseded;
        }
        throw new IllegalStateException("the API server refused a status (" + answer.code() + "): " + answer.message());
    }

    /** Whether the resource has the status that it was given here last; any other, somebody else wrote. */
    public boolean isOurs(CustomResource<?, ?> resource) {
        var status = resource.getStatus();
        return status != null && status.equals(latest.get(resource.getMetadata().getUid()));
    }

    /** Of a resource that is gone, no status has to be told from others' any more. */
    @Override
    public void changed(Watched kind, @Nullable Manifest before, @Nullable Manifest after) {
        if (after == null && before != null) {
            latest.remove(before.tree().at("metadata", "uid").text());
        }
    }

    /** Writes that the server took since the start. */
    public long writes() {
        return writes.sum();
    }
}
