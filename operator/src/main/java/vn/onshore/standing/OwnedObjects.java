package vn.onshore.standing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Applier.Desired;
import vn.onshore.kube.Applier.Outcome;
import vn.onshore.kube.Informers;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/** Generated objects in the cluster: brought into being, and found again by their owner. */
public final class OwnedObjects {
    /** Admission policies: bindings go before policies, so that no binding ever points nowhere. */
    public static final List<Watched> ADMISSION = List.of(
            Watched.VALIDATING_BINDING, Watched.MUTATING_BINDING, Watched.VALIDATING_POLICY, Watched.MUTATING_POLICY);

    private final Informers informers;
    private final Applier applier;
    private final String manager;

    private final List<Watched> removalOrder;

    /**
     * @param manager field manager of the feature
     * @param removalOrder kinds that the feature makes, in the order in which they are taken away
     */
    public OwnedObjects(Informers informers, Applier applier, String manager, List<Watched> removalOrder) {
        this.removalOrder = List.copyOf(removalOrder);
        this.informers = informers;
        this.applier = applier;
        this.manager = manager;
    }

    /** Brings objects of these kinds into being. */
    public List<Outcome> apply(List<Manifest> objects) {
        var desired = objects.stream()
                .map(object -> new Desired(kind(object).kind(), object))
                .toList();
        return applier.applyCached(desired, this::cached, manager);
    }

    private @Nullable Manifest cached(Desired desired) {
        return informers
                .get(
                        kind(desired.object()),
                        namespace(desired.object()),
                        desired.object().name())
                .orElse(null);
    }

    private static @Nullable String namespace(Manifest object) {
        return object.namespace().isEmpty() ? null : object.namespace();
    }

    private static Watched kind(Manifest object) {
        return Watched.of(object.group(), object.kind()).orElseThrow();
    }

    /**
     * Deletes what carries the owner's uid and is not wanted, kind by kind.
     *
     * @param failures gets one sentence for each object that the server keeps
     * @return whether there was anything
     */
    public boolean removeAllBut(List<Manifest> wanted, String ownerUid, List<String> failures) {
        var kept = wanted.stream().map(OwnedObjects::key).collect(Collectors.toSet());
        var removed = false;
        for (var kind : removalOrder) {
            var unwanted = owned(kind, ownerUid)
                    .filter(object -> !kept.contains(key(object)))
                    .toList();
            failures.addAll(applier.deleteAll(kind.kind(), unwanted));
            removed |= !unwanted.isEmpty();
        }
        return removed;
    }

    /** Whether the owner has any. */
    public boolean exist(String ownerUid) {
        return removalOrder.stream()
                .anyMatch(kind -> owned(kind, ownerUid).findAny().isPresent());
    }

    /** Whether the owner has none but these. */
    public boolean areAll(List<Manifest> wanted, String ownerUid) {
        var keys = wanted.stream().map(OwnedObjects::key).collect(Collectors.toSet());
        return removalOrder.stream()
                .flatMap(kind -> owned(kind, ownerUid))
                .allMatch(object -> keys.contains(key(object)));
    }

    private Stream<Manifest> owned(Watched kind, String ownerUid) {
        return informers.ownedBy(kind, ownerUid);
    }

    private static String key(Manifest object) {
        return object.kind() + "/" + object.namespace() + "/" + object.name();
    }

    /** What somebody did to an object that had to be written again. */
    public OutOfBand outOfBand(@Nullable Manifest before) {
        return OutOfBand.of(before, manager);
    }
}
