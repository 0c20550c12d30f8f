package vn.onshore.kube;

import java.time.Clock;
import java.util.function.Supplier;

/**
 * The cluster as features see it: what is cached of it, and the ways to ask it, to write to it and to tell people.
 *
 * @param self how the API server knows the operator, such as {@code system:serviceaccount:onshore-system:onshore}; fails
 *     before the server was asked
 */
public record Cluster(
        ApiServer server,
        Informers informers,
        Discovery discovery,
        Applier applier,
        StatusWriter statuses,
        EventRecorder events,
        Supplier<String> self,
        Clock clock) {}
