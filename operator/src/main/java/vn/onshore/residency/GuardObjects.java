package vn.onshore.residency;

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
import vn.onshore.residency.guard.Guards;

/** Admission policies and bindings in the cluster: brought into being, and found again by their owner. */
final class GuardObjects {
    /** Bindings go before policies, so that no binding ever points nowhere. */
    private static final List<Watched> REMOVAL_ORDER = List.of(
            Watched.VALIDATING_BINDING, Watched.MUTATING_BINDING, Watched.VALIDATING_POLICY, Watched.MUTATING_POLICY);

    private final Informers informers;
    private final Applier applier;
    private final String manager;

    /** @param manager field manager of the feature */
    GuardObjects(Informers informers, Applier applier, String manager) {
        this.informers = informers;
        this.applier = applier;
        this.manager = manager;
    }

    List<Outcome> apply(Guards guards) {
        var desired = guards.objects().stream()
                .map(object -> new Desired(kind(object).kind(), object))
                .toList();
        return applier.applyCached(desired, this::cached, manager);
    }

    private @Nullable Manifest cached(Desired desired) {
        return informers
                .get(kind(desired.object()), null, desired.object().name())
                .orElse(null);
    }

    private static Watched kind(Manifest object) {
        return Watched.of(object.group(), object.kind()).orElseThrow();
    }

    /**
     * Deletes what carries the owner's uid and is not wanted.
     *
     * @param failures gets one sentence for each object that the server keeps
     * @return whether there was anything
     */
    boolean removeAllBut(Guards wanted, String ownerUid, List<String> failures) {
        var kept = wanted.objects().stream().map(GuardObjects::key).collect(Collectors.toSet());
        var removed = false;
        for (var kind : REMOVAL_ORDER) {
            for (var object : owned(kind, ownerUid).toList()) {
                if (!kept.contains(key(object))) {
                    applier.delete(kind.kind(), object).ifPresent(failures::add);
                    removed = true;
                }
            }
        }
        return removed;
    }

    boolean exist(String ownerUid) {
        return REMOVAL_ORDER.stream()
                .anyMatch(kind -> owned(kind, ownerUid).findAny().isPresent());
    }

    /** Whether the owner has these guards and no others. */
    boolean areAll(Guards wanted, String ownerUid) {
        var keys = wanted.objects().stream().map(GuardObjects::key).collect(Collectors.toSet());
        return REMOVAL_ORDER.stream()
                .flatMap(kind -> owned(kind, ownerUid))
                .allMatch(object -> keys.contains(key(object)));
    }

    private Stream<Manifest> owned(Watched kind, String ownerUid) {
        return informers.ownedBy(kind, ownerUid);
    }

    private static String key(Manifest object) {
        return object.kind() + "/" + object.name();
    }

    /** What somebody did to an object that had to be written again. */
    OutOfBand outOfBand(@Nullable Manifest before) {
        return OutOfBand.of(before, manager);
    }
}
