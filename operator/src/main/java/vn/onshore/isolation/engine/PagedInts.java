package vn.onshore.isolation.engine;

import java.util.Arrays;

/** Numbers by index. Immutable; what changes is copied a page at a time. */
final class PagedInts {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;

    private final int[][] pages;

    private PagedInts(int[][] pages) {
        this.pages = pages;
    }

    static PagedInts of(int[] numbers) {
        var pages = new int[(numbers.length + PAGE - 1) >>> PAGE_BITS][];
        Arrays.setAll(pages, i -> Arrays.copyOfRange(numbers, i << PAGE_BITS, i + 1 << PAGE_BITS));
        return new PagedInts(pages);
    }

    /** 0 where nothing was put. */
    int get(int index) {
        var page = index >>> PAGE_BITS;
        return page < pages.length ? pages[page][index & PAGE - 1] : 0;
    }

    /** The largest of them, or 0. */
    int most() {
        return Arrays.stream(pages).flatMapToInt(Arrays::stream).max().orElse(0);
    }

    /** @param index of any size */
    PagedInts with(int index, int number) {
        var page = index >>> PAGE_BITS;
        var changed = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
        for (var i = pages.length; i < changed.length; i++) {
            changed[i] = new int[PAGE];
        }
        changed[page] = changed[page].clone();
        changed[page][index & PAGE - 1] = number;
        return new PagedInts(changed);
    }
}
