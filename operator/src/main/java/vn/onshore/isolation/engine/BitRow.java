package vn.onshore.isolation.engine;

import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;

/** One bit for each class. It knows which of its words have bits, so that few bits cost little. Not thread-safe. */
final class BitRow {
    private static final long EVERY = -1L;

    private final long[] words;

    /** A bit for each word that may have bits. */
    private final long[] used;

    BitRow(int bits) {
        words = new long[bits + 63 >>> 6];
        used = new long[words.length + 63 >>> 6];
    }

    void clear() {
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            words[at] = 0;
        }
        for (var i = 0; i < used.length; i++) {
            used[i] = 0;
        }
    }

    void set(int bit) {
        or(bit >>> 6, 1L << bit);
    }

    private void or(int index, long bits) {
        words[index] |= bits;
        used[index >>> 6] |= 1L << index;
    }

    void put(int bit, boolean there) {
        if (there) {
            set(bit);
        } else {
            unset(bit);
        }
    }

    void unset(int bit) {
        words[bit >>> 6] &= ~(1L << bit);
    }

    boolean get(int bit) {
        return bit >>> 6 < words.length && (words[bit >>> 6] & 1L << bit) != 0;
    }

    void or(SparseBits bits) {
        for (var i = 0; i < bits.length(); i++) {
            or(bits.index(i), bits.word(i));
        }
    }

    void or(BitRow other) {
        for (var at = other.nextWord(0); at >= 0; at = other.nextWord(at + 1)) {
            words[at] |= other.words[at];
        }
        for (var i = 0; i < used.length; i++) {
            used[i] |= other.used[i];
        }
    }

    /** Adds what is in both. */
    void orAnd(BitRow one, SparseBits other) {
        for (var i = 0; i < other.length(); i++) {
            var index = other.index(i);
            var both = one.words[index] & other.word(i);
            if (both != 0) {
                or(index, both);
            }
        }
    }

    /** Adds what is in both. */
    void orAnd(BitRow one, BitRow other) {
        orAnd(one, other, other);
    }

    /** Adds what is in all three. */
    void orAnd(BitRow one, BitRow other, BitRow third) {
        for (var i = 0; i < used.length; i++) {
            var common = one.used[i] & other.used[i] & third.used[i];
            if (common == EVERY) {
                for (var at = i << 6; at < i + 1 << 6; at++) {
                    words[at] |= one.words[at] & other.words[at] & third.words[at];
                }
                used[i] = EVERY;
                continue;
            }
            for (var left = common; left != 0; left &= left - 1) {
                var at = (i << 6) + Long.numberOfTrailingZeros(left);
                var all = one.words[at] & other.words[at] & third.words[at];
                if (all != 0) {
                    or(at, all);
                }
            }
        }
    }

    void and(BitRow other) {
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            words[at] &= other.words[at];
        }
    }

    void andNot(BitRow other) {
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            words[at] &= ~other.words[at];
        }
    }

    boolean intersects(BitRow other) {
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            if ((words[at] & other.words[at]) != 0) {
                return true;
            }
        }
        return false;
    }

    int cardinality() {
        var bits = 0;
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            bits += Long.bitCount(words[at]);
        }
        return bits;
    }

    boolean isEmpty() {
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            if (words[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The first word from one on that may have bits; -1 if there is none. */
    int nextWord(int from) {
        if (from >= words.length) {
            return -1;
        }
        var i = from >>> 6;
        for (var left = used[i] & EVERY << from; ; left = used[i]) {
            if (left != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(left);
            }
            if (++i == used.length) {
                return -1;
            }
        }
    }

    long word(int index) {
        return words[index];
    }

    /** In ascending order. */
    void forEach(IntConsumer action) {
        for (var at = nextWord(0); at >= 0; at = nextWord(at + 1)) {
            for (var word = words[at]; word != 0; word &= word - 1) {
                action.accept((at << 6) + Long.numberOfTrailingZeros(word));
            }
        }
    }

    /** In ascending order; the row must not change meanwhile. */
    PrimitiveIterator.OfInt iterator() {
        return new PrimitiveIterator.OfInt() {
            private int at = nextFrom(0);

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
        var skip = from & 63;
        for (var at = nextWord(from >>> 6); at >= 0; at = nextWord(at + 1)) {
            var word = at == from >>> 6 ? words[at] & EVERY << skip : words[at];
            if (word != 0) {
                return (at << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return -1;
    }

    BitRow copy() {
        var copy = like();
        copy.or(this);
        return copy;
    }

    /** A row as long, without bits. */
    BitRow like() {
        return new BitRow(words.length << 6);
    }
}
