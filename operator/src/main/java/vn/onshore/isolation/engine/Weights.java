package vn.onshore.isolation.engine;

import java.util.Arrays;

/** How many pods each class has, laid out so that the pods of many classes are counted at once. */
final class Weights {
    /** A word whose classes are of more than one zone. */
    private static final int MIXED = -1;

    private static final int NOBODY = -2;

    private final ClassTable table;
    private final int[] zoneOfWord;

    /** The n-th bit of the count of each class. */
    private final long[][] planes;

    Weights(ClassTable table) {
        this.table = table;
        var most = table.counts().most();
        planes = new long[Integer.SIZE - Integer.numberOfLeadingZeros(most)][table.capacity() >>> 6];
        zoneOfWord = new int[table.capacity() >>> 6];
        Arrays.fill(zoneOfWord, NOBODY);
        table.live().forEach((int number) -> {
            var word = number >>> 6;
            var zone = table.zone(number);
            zoneOfWord[word] = joined(zoneOfWord[word], zone);
            for (var i = 0; i < planes.length; i++) {
                planes[i][word] |= (table.counts().get(number) >>> i & 1L) << number;
            }
        });
    }

    private Weights(ClassTable table, int[] zoneOfWord, long[][] planes) {
        this.table = table;
        this.zoneOfWord = zoneOfWord;
        this.planes = planes;
    }

    /** The weights of a table that differs in the count of one class, which may be a new one. */
    Weights with(ClassTable other, int podClass) {
        var count = other.counts().get(podClass);
        if (count >>> planes.length != 0) {
            return new Weights(other);
        }
        var changed = new long[planes.length][];
        for (var i = 0; i < planes.length; i++) {
            var word = planes[i][podClass >>> 6];
            var bit = 1L << podClass;
            var wanted = (count >>> i & 1) == 0 ? word & ~bit : word | bit;
            changed[i] = word == wanted ? planes[i] : planes[i].clone();
            changed[i][podClass >>> 6] = wanted;
        }
        var zones = zoneOfWord.clone();
        zones[podClass >>> 6] = joined(zones[podClass >>> 6], other.zone(podClass));
        return new Weights(other, zones, changed);
    }

    private static int joined(int word, int zone) {
        return word == NOBODY || word == zone ? zone : MIXED;
    }

    /** How many pods a class has. The index of who reaches whom is older than they are. */
    int pods(int podClass) {
        return table.counts().get(podClass);
    }

    /** Adds the pods of classes, each so many times, to the counts of their zones. */
    void add(BitRow classes, long times, long[] byZone) {
        for (var i = classes.nextWord(0); i >= 0; i = classes.nextWord(i + 1)) {
            var word = classes.word(i);
            if (word == 0) {
                continue;
            }
            if (zoneOfWord[i] == MIXED) {
                for (; word != 0; word &= word - 1) {
                    var number = (i << 6) + Long.numberOfTrailingZeros(word);
                    byZone[table.zone(number)] += times * table.counts().get(number);
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
