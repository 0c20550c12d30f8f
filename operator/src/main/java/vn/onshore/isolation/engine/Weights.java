package vn.onshore.isolation.engine;

import java.util.Arrays;

/** How many pods each class has, laid out so that the pods of many classes are counted at once. */
final class Weights {
    /** A word whose classes are of more than one zone. */
    private static final int MIXED = -1;

    private final ClassTable table;
    private final int[] zoneOfWord;

    /** The n-th bit of the count of each class. */
    private final long[][] planes;

    Weights(ClassTable table) {
        this.table = table;
        var most = Arrays.stream(table.counts()).max().orElse(0);
        planes = new long[Integer.SIZE - Integer.numberOfLeadingZeros(most)][(table.size() + 63) >>> 6];
        zoneOfWord = new int[(table.size() + 63) >>> 6];
        Arrays.fill(zoneOfWord, -2);
        table.live().forEach((int number) -> {
            var word = number >>> 6;
            var zone = table.zone(number);
            zoneOfWord[word] = zoneOfWord[word] == -2 || zoneOfWord[word] == zone ? zone : MIXED;
            for (var i = 0; i < planes.length; i++) {
                planes[i][word] |= (table.counts()[number] >>> i & 1L) << number;
            }
        });
    }

    /** Adds the pods of classes, each so many times, to the counts of their zones. */
    void add(BitRow classes, long times, long[] byZone) {
        for (var i = classes.low(); i <= classes.high(); i++) {
            var word = classes.word(i);
            if (word == 0) {
                continue;
            }
            if (zoneOfWord[i] == MIXED) {
                for (; word != 0; word &= word - 1) {
                    var number = (i << 6) + Long.numberOfTrailingZeros(word);
                    byZone[table.zone(number)] += times * table.counts()[number];
                }
            } else {
                var pods = 0L;
                for (var bit = 0; bit < planes.length; bit++) {
                    pods += (long) Long.bitCount(word & planes[bit][i]) << bit;
                }
                byZone[zoneOfWord[i]] += times * pods;
            }
        }
    }
}
