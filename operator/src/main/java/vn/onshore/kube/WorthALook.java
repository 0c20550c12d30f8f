package vn.onshore.kube;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Which updates of a custom resource are worth a look: another spec, a deletion, and a status that somebody else wrote. A
 * verdict is ours alone; what anybody else writes there is a lie, and is put right at once.
 */
public final class WorthALook<P extends CustomResource<?, ?>> implements OnUpdateFilter<P> {
    private final StatusWriter statuses;

    public WorthALook(StatusWriter statuses) {
        this.statuses = statuses;
    }

    @Override
    public boolean accept(P after, P before) {
        var now = after.getMetadata();
        var was = before.getMetadata();
        return !Objects.equals(now.getGeneration(), was.getGeneration())
                || !Objects.equals(now.getDeletionTimestamp(), was.getDeletionTimestamp())
                || !Objects.equals(now.getFinalizers(), was.getFinalizers())
                || !statuses.isOurs(after);
    }
}
