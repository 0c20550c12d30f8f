package vn.onshore.residency.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.onshore.kube.Labels;
import vn.onshore.kube.ObjectSource;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;

class GuardOwnerTest {
    private static final GuardOwner CITIZENS = new GuardOwner(Watched.RESIDENCY, "citizen-data");
    private static final GuardOwner VIETNAM = new GuardOwner(Watched.BOUNDARY, "vietnam");
    private static final Manifest REFERRED = guard("u-1", "citizen-data");

    private final ObjectSource owners = new ObjectSource() {
        @Override
        public Stream<Manifest> all(Watched kind) {
            return switch (kind) {
                case RESIDENCY -> Stream.of(owner(kind, "citizen-data", "u-1"), owner(kind, "tax-data", "u-2"));
                case BOUNDARY -> Stream.of(owner(kind, "vietnam", "u-3"));
                default -> Stream.empty();
            };
        }

        @Override
        public Optional<Manifest> get(Watched kind, @Nullable String namespace, String name) {
            return Optional.empty();
        }
    };

    private static Manifest owner(Watched kind, String name, String uid) {
        return Manifest.of(Map.of(
                "apiVersion",
                kind.kind().apiVersion(),
                "kind",
                kind.kind().kind(),
                "metadata",
                Map.of("name", name, "uid", uid)));
    }

    /** @param label uid in the label; empty for no label */
    private static Manifest guard(String label, @Nullable String referred) {
        var metadata = new HashMap<String, Object>();
        metadata.put("name", "onshore-citizen-data-pods");
        metadata.put("labels", label.isEmpty() ? Map.of() : Map.of(Labels.OWNER_UID, label));
        if (referred != null) {
            metadata.put("ownerReferences", List.of(Map.of("kind", "DataResidency", "name", referred)));
        }
        return Manifest.of(Map.of(
                "apiVersion",
                "admissionregistration.k8s.io/v1",
                "kind",
                "ValidatingAdmissionPolicy",
                "metadata",
                metadata));
    }

    @Test
    void theOwnerIsToldHoweverTheObjectChanges() {
        assertThat(GuardOwner.of(null, REFERRED, owners)).containsExactly(CITIZENS);
        assertThat(GuardOwner.of(REFERRED, null, owners)).containsExactly(CITIZENS);
        assertThat(GuardOwner.of(REFERRED, REFERRED, owners)).containsExactly(CITIZENS);
    }

    @Test
    void takingTheOwnerReferencesAwayHidesNothing() {
        assertThat(GuardOwner.of(REFERRED, guard("u-1", null), owners)).containsExactly(CITIZENS);
        assertThat(GuardOwner.of(guard("u-1", null), guard("u-1", null), owners))
                .as("edited once more before it was put back")
                .containsExactly(CITIZENS);
        assertThat(GuardOwner.of(null, guard("u-3", null), owners))
                .as("of a boundary")
                .containsExactly(VIETNAM);
    }

    @Test
    void whoTakesAnObjectOverIsToldAsWellAsWhoLostIt() {
        assertThat(GuardOwner.of(REFERRED, guard("u-2", null), owners))
                .containsExactlyInAnyOrder(CITIZENS, new GuardOwner(Watched.RESIDENCY, "tax-data"));
    }

    @Test
    void whatBelongsToNobodyIsNobodysConcern() {
        assertThat(GuardOwner.of(null, guard("", null), owners)).isEmpty();
        assertThat(GuardOwner.of(null, guard("u-gone", null), owners)).isEmpty();
    }
}
