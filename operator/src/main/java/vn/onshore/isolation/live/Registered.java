package vn.onshore.isolation.live;

import java.util.List;
import vn.onshore.isolation.address.OnshoreAddresses;

/**
 * Address data as it was read last.
 *
 * @param refusals why it must not be used; empty if it may
 */
public record Registered(OnshoreAddresses data, List<String> refusals) {
    public Registered {
        refusals = List.copyOf(refusals);
    }
}
