package vn.onshore.isolation.read;

import vn.onshore.isolation.model.Policy;

/** Ends the reading of one policy. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;
    private final boolean refused;

    private Unfit(String field, String reason, boolean refused) {
        super(reason, null, false, false);
        this.field = field;
        this.reason = reason;
        this.refused = refused;
    }

    /** Because the API server would refuse the field. */
    static Unfit refused(Field field, String reason) {
        return new Unfit(field.path(), reason, true);
    }

    /** Because nobody here knows what the field means. */
    static Unfit unevaluated(Field field, String reason) {
        return new Unfit(field.path(), reason, false);
    }

    PolicyReading reading(Policy.Id id) {
        return refused
                ? new PolicyReading.Refused(id, field, reason)
                : new PolicyReading.Unevaluated(id, field, reason);
    }
}
