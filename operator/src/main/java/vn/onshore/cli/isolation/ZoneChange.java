package vn.onshore.cli.isolation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.cli.isolation.Declarations.Declared;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.verify.Standing;
import vn.onshore.isolation.verify.ZoneVerdict;
import vn.onshore.isolation.verify.ZoneVerdicts;
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
        var was = new Judged(before, datapath, at);
        var is = new Judged(after, datapath, at);
        var changes = new ArrayList<ZoneChange>();
        for (var name : names) {
            var oldOne = old.byName().getOrDefault(name, now.byName().get(name));
            var newOne = now.byName().getOrDefault(name, oldOne);
            if (oldOne != null && newOne != null) {
                compare(oldOne, was, newOne, is, changes);
            }
        }
        changes.sort(null);
        return changes;
    }

    private static void compare(Declared old, Judged was, Declared now, Judged is, List<ZoneChange> changes) {
        var pairs = new LinkedHashSet<Pair>();
        is.by(now).verdicts().forEach(verdict -> pairs.add(new Pair(verdict.from(), verdict.to())));
        was.by(old).verdicts().forEach(verdict -> pairs.add(new Pair(verdict.from(), verdict.to())));
        for (var pair : pairs) {
            var before = was.standing(pair, old, now);
            var after = is.standing(pair, now, old);
            if (before != after) {
                changes.add(new ZoneChange(
                        now.name(),
                        name(pair.from()),
                        name(pair.to()),
                        before,
                        after,
                        is.of(pair, now, old).map(ZoneChange::because).orElse(List.of()),
                        now.place()));
            }
        }
    }

    private static List<String> because(ZoneVerdict verdict) {
        var because = new ArrayList<>(verdict.witnesses());
        because.addAll(verdict.reasons());
        return because;
    }

    private record Pair(Party from, Party to) {}

    /** How one world stands by each declaration that is asked for, judged once. */
    private record Judged(Input input, DatapathProfile datapath, Instant at, Map<Declared, ZoneVerdicts> known) {
        Judged(Input input, DatapathProfile datapath, Instant at) {
            this(input, datapath, at, new HashMap<>());
        }

        ZoneVerdicts by(Declared declared) {
            return known.computeIfAbsent(declared, each -> each.judge(input, datapath, at));
        }

        /** By the declaration of this side; by the other one if that alone has the zones. */
        Optional<ZoneVerdict> of(Pair pair, Declared own, Declared other) {
            var judge = knows(own, pair.from) && knows(own, pair.to) ? own : other;
            return by(judge).between(pair.from, pair.to);
        }

        private static boolean knows(Declared declared, Party party) {
            return !(party instanceof Party.OfZone(var zone))
                    || declared.zoning().zone(zone).isPresent();
        }

        /** Nothing is said of a pair if nothing is open. */
        Standing standing(Pair pair, Declared own, Declared other) {
            return of(pair, own, other).map(ZoneVerdict::standing).orElse(Standing.ISOLATED);
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
