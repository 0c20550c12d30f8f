package vn.onshore.residency.live;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.kube.Labels;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

/**
 * To whom a generated object belongs. Its owner references say so, and so does the label with the owner's uid; who tampers
 * with it may take away or forge either, so both are believed, as they are and as they were.
 *
 * @param kind {@link Watched#RESIDENCY} or {@link Watched#BOUNDARY}
 */
record GuardOwner(Watched kind, String name) {
    private static final List<Watched> KINDS = List.of(Watched.RESIDENCY, Watched.BOUNDARY);

    /** Everybody who has to look at an object that was the one and is the other now. */
    static Set<GuardOwner> of(@Nullable Manifest before, @Nullable Manifest after, ObjectSource owners) {
        return Stream.concat(Stream.ofNullable(before), Stream.ofNullable(after))
                .flatMap(guard -> Stream.concat(referred(guard), labelled(guard, owners)))
                .collect(Collectors.toSet());
    }

    private static Stream<GuardOwner> referred(Manifest guard) {
        return guard.tree().at("metadata", "ownerReferences").items().stream()
                .flatMap(reference -> KINDS.stream()
                        .filter(kind ->
                                kind.kind().kind().equals(reference.at("kind").text()))
                        .map(kind -> new GuardOwner(kind, reference.at("name").text())));
    }

    private static Stream<GuardOwner> labelled(Manifest guard, ObjectSource owners) {
        var uid = guard.labels().get(Labels.OWNER_UID);
        return uid == null
                ? Stream.empty()
                : KINDS.stream()
                        .flatMap(kind -> owners.all(kind)
                                .filter(owner -> uid.equals(owner.subject().uid()))
                                .map(owner -> new GuardOwner(kind, owner.name())));
    }
}
