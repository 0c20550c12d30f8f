package vn.onshore.residency.guard;

import java.util.Arrays;
import java.util.stream.Collectors;
import vn.onshore.admission.ValidatingPolicy;

/**
 * On update, a guard judges what changes. What stood there before the policy did is found by the sweep; refusing every
 * later edit of it would also refuse the edit that takes its finalizers off.
 */
final class Changes {
    private Changes() {}

    /** Looks at creation and at updates that change one of the fields, given as CEL such as {@code .?spec}. */
    static ValidatingPolicy only(ValidatingPolicy policy, String... fields) {
        var changed = Arrays.stream(fields)
                .map(field -> "object" + field + " != oldObject" + field)
                .collect(Collectors.joining(" || "));
        return policy.when("changed", "request.operation == 'CREATE' || " + changed);
    }
}
