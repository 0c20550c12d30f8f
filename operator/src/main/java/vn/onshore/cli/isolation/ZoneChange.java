package vn.onshore.cli.isolation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.cli.isolation.Declarations.Declared;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.verify.Standing;
import vn.onshore.isolation.verify.ZoneVerdict;
import vn.onshore.manifest.Manifest;

/**
 * How two zones, or a zone and the Internet, stand to each other before and after.
 *
 * @param isolation the name of the NetworkIsolation
 * @param because sentences from the new verdict: what is open, or why nobody knows
 * @param place of the NetworkIsolation on the new side
 */
record ZoneChange(
        String isolation,
        String from,
        String to,
        Standing before,
        Standing after,
        List<String> because,
        Manifest.@Nullable Source place)
        implements Comparable<ZoneChange> {
    private static final Comparator<ZoneChange> ORDER = Comparator.comparing(ZoneChange::isolation)
            .thenComparing(ZoneChange::from)
            .thenComparing(ZoneChange::to);

    ZoneChange {
        because = List.copyOf(because);
    }

    boolean isWorse() {
        return before.isBetterThan(after);
    }

    @Override
    public int compareTo(ZoneChange other) {
        return ORDER.compare(this, other);
    }

    /**
     * Every pair whose standing is another. Each side is judged by its own NetworkIsolations; what is declared on one side
     * alone, a NetworkIsolation or a pair of zones, judges both.
     */
    static List<ZoneChange> between(
            Input before, Declarations old, Input after, Declarations now, DatapathProfile datapath, Instant at) {
        var names = new TreeSet<>(old.byName().keySet());
        names.addAll(now.byName().keySet());
        var changes = new ArrayList<ZoneChange>();
        for (var name : names) {
            var oldOne = old.byName().getOrDefault(name, now.byName().get(name));
            var newOne = now.byName().getOrDefault(name, oldOne);
            if (oldOne != null && newOne != null) {
                compare(oldOne, before, newOne, after, datapath, at, changes);
            }
        }
        changes.sort(null);
        return changes;
    }

    private static void compare(
            Declared old,
            Input before,
            Declared now,
            Input after,
            DatapathProfile datapath,
            Instant at,
            List<ZoneChange> changes) {
        var was = old.judge(before, datapath, at);
        var is = now.judge(after, datapath, at);
        for (var verdict : is.verdicts()) {
            var standing = was.between(verdict.from(), verdict.to())
                    .or(() -> now.judge(before, datapath, at).between(verdict.from(), verdict.to()))
                    .map(ZoneVerdict::standing)
                    // Nothing was said of a pair because nothing was open.
                    .orElse(Standing.ISOLATED);
            if (standing != verdict.standing()) {
                var because = new ArrayList<>(verdict.witnesses());
                because.addAll(verdict.reasons());
                changes.add(new ZoneChange(
                        now.name(),
                        name(verdict.from()),
                        name(verdict.to()),
                        standing,
                        verdict.standing(),
                        because,
                        now.place()));
            }
        }
    }

    static String name(Party party) {
        return switch (party) {
            case Party.OfZone(var zone) -> zone;
            case Party.Internet() -> "(internet)";
            case Party.Elsewhere() -> "(elsewhere)";
        };
    }
}
