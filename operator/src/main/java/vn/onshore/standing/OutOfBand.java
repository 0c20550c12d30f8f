package vn.onshore.standing;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.GuardChanges.Change;
import vn.onshore.manifest.Manifest;

/**
 * What somebody did to a generated object past the operator.
 *
 * @param manager field manager that wrote last; null for what was deleted, and if nobody can tell
 */
public record OutOfBand(Change change, @Nullable String manager) {

    /**
     * What led to what a cache has.
     *
     * @param found null if the object is gone
     * @param own field manager of the feature
     */
    public static OutOfBand of(@Nullable Manifest found, String own) {
        return found == null
                ? new OutOfBand(Change.Deleted, null)
                : new OutOfBand(Change.Edited, lastManager(found, own));
    }

    private static @Nullable String lastManager(Manifest object, String own) {
        return object.tree().at("metadata", "managedFields").items().stream()
                .filter(entry -> !entry.at("manager").text().equals(own))
                .filter(entry -> entry.at("subresource").text().isEmpty())
                .max(Comparator.comparing(entry -> entry.at("time").text()))
                .map(entry -> entry.at("manager").text())
                .orElse(null);
    }

    /** For people, to be read after the object. */
    @Override
    public String toString() {
        return change == Change.Deleted
                ? "was deleted (the API server's audit log says by whom)"
                : "was changed by " + (manager == null ? "an unknown manager" : "field manager " + manager);
    }
}
