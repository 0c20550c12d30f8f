package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;

/** One bit for each class. It knows between which words its bits are, so that few bits cost little. Not thread-safe. */
final class BitRow {
    private final long[] words;

    /** All bits are in words from {@code low} to {@code high}; none if {@code high} is the lower one. */
    private int low;

    private int high;

    BitRow(int bits) {
        words = new long[bits + 63 >>> 6];
        low = words.length;
        high = -1;
    }

    void clear() {
        if (low <= high) {
            Arrays.fill(words, low, high + 1, 0);
        }
        low = words.length;
        high = -1;
    }

    private void touch(int first, int last) {
        low = Math.min(low, first);
        high = Math.max(high, last);
    }

    void set(int bit) {
        words[bit >>> 6] |= 1L << bit;
        touch(bit >>> 6, bit >>> 6);
    }

    void unset(int bit) {
        words[bit >>> 6] &= ~(1L << bit);
    }

    boolean get(int bit) {
        return bit >>> 6 < words.length && (words[bit >>> 6] & 1L << bit) != 0;
    }

    void or(SparseBits bits) {
        var length = bits.length();
        if (length > 0) {
            for (var i = 0; i < length; i++) {
                words[bits.index(i)] |= bits.word(i);
            }
            touch(bits.index(0), bits.index(length - 1));
        }
    }

    void or(BitRow other) {
        for (var i = other.low; i <= other.high; i++) {
            words[i] |= other.words[i];
        }
        touch(other.low, other.high);
    }

    /** Adds what is in both. */
    void orAnd(BitRow one, BitRow other) {
        var from = Math.max(one.low, other.low);
        var to = Math.min(one.high, other.high);
        if (from <= to) {
            var mine = words;
            var a = one.words;
            var b = other.words;
            for (var i = from; i <= to; i++) {
                mine[i] |= a[i] & b[i];
            }
            touch(from, to);
        }
    }

    /** Adds what is in all three. */
    void orAnd(BitRow one, BitRow other, BitRow third) {
        var from = Math.max(Math.max(one.low, other.low), third.low);
        var to = Math.min(Math.min(one.high, other.high), third.high);
        if (from <= to) {
            for (var i = from; i <= to; i++) {
                words[i] |= one.words[i] & other.words[i] & third.words[i];
            }
            touch(from, to);
        }
    }

    void and(BitRow other) {
        for (var i = low; i <= high; i++) {
            words[i] &= other.words[i];
        }
    }

    void andNot(BitRow other) {
        for (var i = low; i <= high; i++) {
            words[i] &= ~other.words[i];
        }
    }

    boolean intersects(BitRow other) {
        for (var i = Math.max(low, other.low); i <= Math.min(high, other.high); i++) {
            if ((words[i] & other.words[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        for (var i = low; i <= high; i++) {
            if (words[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The first word that may have a bit. */
    int low() {
        return low;
    }

    /** The last word that may have a bit; less than {@link #low()} if none has. */
    int high() {
        return high;
    }

    long word(int index) {
        return words[index];
    }

    /** In ascending order. */
    void forEach(IntConsumer action) {
        for (var i = low; i <= high; i++) {
            for (var word = words[i]; word != 0; word &= word - 1) {
                action.accept((i << 6) + Long.numberOfTrailingZeros(word));
            }
        }
    }

    /** In ascending order; the row must not change meanwhile. */
    PrimitiveIterator.OfInt iterator() {
        return new PrimitiveIterator.OfInt() {
            private int at = nextFrom(low << 6);

            @Override
            public boolean hasNext() {
                return at >= 0;
            }

            @Override
            public int nextInt() {
                var bit = at;
                at = nextFrom(at + 1);
                return bit;
            }
        };
    }

    /** The first bit from one on; -1 if there is none. */
    private int nextFrom(int from) {
        for (int i = from >>> 6, skip = from & 63; i <= high; i++, skip = 0) {
            var word = words[i] & -1L << skip;
            if (word != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return -1;
    }

    BitRow copy() {
        var copy = new BitRow(words.length << 6);
        copy.or(this);
        return copy;
    }
}
