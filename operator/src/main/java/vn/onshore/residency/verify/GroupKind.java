package vn.onshore.residency.verify;

/**
 * A kind, whatever its version.
 *
 * @param group empty for the core group
 */
public record GroupKind(String group, String kind) {

    static GroupKind core(String kind) {
        return new GroupKind("", kind);
    }

    /** {@code Deployment.apps}, {@code Pod}. */
    @Override
    public String toString() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
