package vn.onshore.isolation.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Choices that a seed decides. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed);
    }

    /** @param percent how often it is true */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** So many different ones, in any order. */
    <T> List<T> someOf(List<T> all, int least, int most) {
        var left = new ArrayList<>(all);
        Collections.shuffle(left, random);
        return List.copyOf(left.subList(0, Math.min(all.size(), between(least, most))));
    }

    <T> List<T> list(int least, int most, Supplier<T> one) {
        return Stream.generate(one).limit(between(least, most)).toList();
    }
}
