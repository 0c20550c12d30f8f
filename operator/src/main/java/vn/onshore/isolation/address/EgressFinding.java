package vn.onshore.isolation.address;

import vn.onshore.isolation.model.AddressSet;

/**
 * How destinations stand to a set of registered addresses.
 *
 * @param offending what is neither registered in the country nor declared
 * @param placeless what is registered to nobody, such as private networks, and not declared: it may lead anywhere
 * @param sentence the first range that does not do, and on whose word
 */
public record EgressFinding(AddressSet offending, AddressSet placeless, String sentence) {
    /** Whether every destination does. */
    public boolean isWithin() {
        return offending.isEmpty() && placeless.isEmpty();
    }
}
