package vn.onshore.isolation.engine;

import org.roaringbitmap.RoaringBitmap;

/**
 * A few bits of many, word by word. Classes are numbered namespace by namespace, so what policies select is often a single
 * word. Immutable.
 */
final class SparseBits {
    static final SparseBits NONE = new SparseBits(new int[0], new long[0]);

    private final int[] indexes;
    private final long[] words;

    private SparseBits(int[] indexes, long[] words) {
        this.indexes = indexes;
        this.words = words;
    }

    static SparseBits of(RoaringBitmap bits) {
        if (bits.isEmpty()) {
            return NONE;
        }
        var size = 0;
        var last = -1;
        for (var each = bits.getIntIterator(); each.hasNext(); ) {
            var index = each.next() >>> 6;
            size += index == last ? 0 : 1;
            last = index;
        }
        var indexes = new int[size];
        var words = new long[size];
        var at = -1;
        last = -1;
        for (var each = bits.getIntIterator(); each.hasNext(); ) {
            var bit = each.next();
            if (bit >>> 6 != last) {
                last = bit >>> 6;
                indexes[++at] = last;
            }
            words[at] |= 1L << bit;
        }
        return new SparseBits(indexes, words);
    }

    /** All bits of a row. */
    static SparseBits of(BitRow row) {
        var size = 0;
        for (var i = row.nextWord(0); i >= 0; i = row.nextWord(i + 1)) {
            size += row.word(i) == 0 ? 0 : 1;
        }
        var indexes = new int[size];
        var words = new long[size];
        for (int i = row.nextWord(0), at = 0; i >= 0; i = row.nextWord(i + 1)) {
            if (row.word(i) != 0) {
                indexes[at] = i;
                words[at++] = row.word(i);
            }
        }
        return new SparseBits(indexes, words);
    }

    boolean isEmpty() {
        return indexes.length == 0;
    }

    /** How many words there are. */
    int length() {
        return indexes.length;
    }

    int index(int i) {
        return indexes[i];
    }

    long word(int i) {
        return words[i];
    }
}
