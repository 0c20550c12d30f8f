package vn.onshore.residency.verify;

import java.util.List;
import java.util.function.Predicate;
import vn.onshore.manifest.Manifest;

/**
 * One way in which data can leave through a Kubernetes object.
 *
 * @param id E01 to E60
 * @param title a few words, for people
 * @param scopes what brings it into scope; any of them does
 */
public record Exit(String id, String title, List<Scope> scopes) {

    public Exit {
        scopes = List.copyOf(scopes);
    }

    /** What an exit speaks of. */
    sealed interface Scope {}

    /** A rule of the verifier judges what it speaks of. */
    record Judged() implements Scope {}

    /** It is there in every cluster. */
    record Always(String why) implements Scope {}

    /** It is there when something could not be read. */
    record Unread() implements Scope {}

    /** Objects that bring it into scope wherever they live. */
    record Held(List<KindPattern> kinds, Predicate<Manifest> test) implements Scope {}

    /** Objects of governed namespaces that bring it into scope. */
    record HeldGoverned(List<KindPattern> kinds, Predicate<Manifest> test) implements Scope {}

    /** Whether a rule judges it. */
    public boolean isJudged() {
        return scopes.stream().anyMatch(Judged.class::isInstance);
    }

    /**
     * Some kinds.
     *
     * @param group a group, {@code *.} and a suffix for every group below that suffix
     * @param kind a kind, or {@code *} for every kind of the group
     */
    record KindPattern(String group, String kind) {

        /** {@code group/kind}; without a slash a kind of the core group. */
        static KindPattern of(String text) {
            var slash = text.indexOf('/');
            return slash < 0
                    ? new KindPattern("", text)
                    : new KindPattern(text.substring(0, slash), text.substring(slash + 1));
        }

        boolean matches(String otherGroup, String otherKind) {
            return (kind.equals("*") || kind.equals(otherKind))
                    && (group.startsWith("*.") ? otherGroup.endsWith(group.substring(1)) : group.equals(otherGroup));
        }
    }
}
