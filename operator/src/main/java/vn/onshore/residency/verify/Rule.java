package vn.onshore.residency.verify;

import java.util.Set;
import vn.onshore.manifest.Manifest;

/**
 * A rule of the exit catalogue that objects are judged by.
 *
 * @param scope which objects of the kinds it looks at
 * @param kinds what it speaks of
 */
record Rule(String id, Scope scope, Set<GroupKind> kinds, Judgement judgement) {

    Rule {
        kinds = Set.copyOf(kinds);
    }

    /** Which objects a rule looks at. */
    enum Scope {
        /** Objects of governed namespaces, wherever they were read. */
        Governed,
        /** Objects of governed namespaces of a live cluster. */
        GovernedLive,
        /** Cluster-scoped objects, wherever they were read. */
        Cluster,
        /** Cluster-scoped objects of a live cluster. */
        ClusterLive;

        boolean isLive() {
            return this == GovernedLive || this == ClusterLive;
        }

        boolean isNamespaced() {
            return this == Governed || this == GovernedLive;
        }
    }

    /** Looks at one object and says what it sees. */
    interface Judgement {
        void judge(Manifest object, Context context, Opinion opinion);
    }
}
