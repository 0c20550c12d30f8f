package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fans of peer sets, by number. Immutable; what changes is copied a page at a time. */
final class FanTable {
    private static final Fan[] NONE = {};
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private final @Nullable Fan[][][] pages;

    private FanTable(@Nullable Fan[][][] pages) {
        this.pages = pages;
    }

    static FanTable of(Fan[][] fans) {
        var pages = new Fan[(fans.length + PAGE - 1) >>> PAGE_BITS][][];
        Arrays.setAll(pages, i -> Arrays.copyOfRange(fans, i << PAGE_BITS, i + 1 << PAGE_BITS));
        return new FanTable(pages);
    }

    /** Empty for a peer set that no rule speaks of. */
    Fan[] of(int peer) {
        var page = peer >>> PAGE_BITS < pages.length ? pages[peer >>> PAGE_BITS] : null;
        var fans = page == null ? null : page[peer & PAGE - 1];
        return fans == null ? NONE : fans;
    }

    FanTable with(Map<Integer, Fan[]> others) {
        var changed = pages;
        for (var entry : others.entrySet()) {
            var at = entry.getKey() >>> PAGE_BITS;
            if (changed == pages || at >= changed.length) {
                changed = Arrays.copyOf(changed, Math.max(changed.length, at + 1));
            }
            var page = changed[at];
            if (page == null || at < pages.length && page == pages[at]) {
                page = page == null ? new Fan[PAGE][] : page.clone();
                changed[at] = page;
            }
            page[entry.getKey() & PAGE - 1] = entry.getValue();
        }
        return new FanTable(changed);
    }
}
