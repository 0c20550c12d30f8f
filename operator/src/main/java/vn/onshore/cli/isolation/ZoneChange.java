package vn.onshore.cli.isolation;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.manifest.Manifest;

/**
 * How two zones, or a zone and the Internet, stand to each other before and after.
 *
 * @param isolation the name of the NetworkIsolation
 * @param before ISOLATED, UNKNOWN or LEAK; empty if there was no such pair
 * @param because sentences from the new verdict: what is open, or why nobody knows
 * @param place of the NetworkIsolation on the new side
 */
record ZoneChange(
        String isolation,
        String from,
        String to,
        String before,
        String after,
        boolean isWorse,
        List<String> because,
        Manifest.@Nullable Source place)
        implements Comparable<ZoneChange> {
    private static final Comparator<ZoneChange> ORDER = Comparator.comparing(ZoneChange::isolation)
            .thenComparing(ZoneChange::from)
            .thenComparing(ZoneChange::to);

    @Override
    public int compareTo(ZoneChange other) {
        return ORDER.compare(this, other);
    }

    static List<ZoneChange> between(Input before, Input after, DatapathProfile datapath) {
        return List.of();
    }
}
