package vn.onshore.residency.guard;

import vn.onshore.admission.MutatingPolicy;
import vn.onshore.admission.ValidatingPolicy;

/** A guard before it has a name: what it looks at and requires, and whether it holds in governed namespaces only. */
sealed interface Blueprint {
    Guard guard();

    Scope scope();

    /** Where a guard holds. */
    enum Scope {
        /** In the namespaces that the policy governs. */
        Governed,
        /** Everywhere, because the objects have no namespace. */
        Cluster
    }

    record Validates(Guard guard, Scope scope, ValidatingPolicy policy) implements Blueprint {}

    record Mutates(Guard guard, Scope scope, MutatingPolicy policy) implements Blueprint {}
}
