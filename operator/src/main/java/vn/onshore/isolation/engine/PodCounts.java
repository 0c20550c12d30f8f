package vn.onshore.isolation.engine;

import java.util.Arrays;

/** How many pods each class has. Immutable; what changes is copied a page at a time. */
final class PodCounts {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;

    private final int[][] pages;

    private PodCounts(int[][] pages) {
        this.pages = pages;
    }

    /** @param counts by number of the class */
    static PodCounts of(int[] counts) {
        var pages = new int[(counts.length + PAGE - 1) >>> PAGE_BITS][];
        Arrays.setAll(pages, i -> Arrays.copyOfRange(counts, i << PAGE_BITS, i + 1 << PAGE_BITS));
        return new PodCounts(pages);
    }

    /** 0 for a class that was never counted. */
    int of(int podClass) {
        var page = podClass >>> PAGE_BITS;
        return page < pages.length ? pages[page][podClass & PAGE - 1] : 0;
    }

    /** The largest of them. */
    int most() {
        return Arrays.stream(pages).flatMapToInt(Arrays::stream).max().orElse(0);
    }

    /** @param change how many pods more the class has; it may be a new one */
    PodCounts with(int podClass, int change) {
        var page = podClass >>> PAGE_BITS;
        var changed = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
        for (var i = pages.length; i < changed.length; i++) {
            changed[i] = new int[PAGE];
        }
        changed[page] = changed[page].clone();
        changed[page][podClass & PAGE - 1] += change;
        return new PodCounts(changed);
    }
}
