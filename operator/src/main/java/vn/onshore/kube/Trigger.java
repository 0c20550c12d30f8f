package vn.onshore.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** An event source without a source of its own: features say which custom resource has to be looked at again. */
public final class Trigger<P extends HasMetadata> extends AbstractEventSource<P, P> {

    public Trigger(Class<P> primary) {
        super(primary, "trigger");
    }

    /** Before the controller runs this does nothing: it looks at every resource when it starts. */
    public void reconcile(String name) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(new ResourceID(name)));
        }
    }

    @Override
    public Set<P> getSecondaryResources(P primary) {
        return Set.of();
    }
}
