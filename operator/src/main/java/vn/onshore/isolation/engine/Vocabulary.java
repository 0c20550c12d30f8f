package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Requirement;

/**
 * The labels that selectors speak of. Every other label is dropped, and of a key that selectors name, every value that none
 * of them names is the same: a hundred thousand pods that only differ in labels nobody selects by are one class.
 *
 * <p>Each label has a number; a set of labels is a sorted array of them.
 */
final class Vocabulary {
    private static final int[] NO_LABELS = {};

    private final Map<String, Key> keys = new HashMap<>();
    private final Map<Selector, List<Term>> known = new ConcurrentHashMap<>();
    private int size;

    /** A label key. {@code other} stands for all values without a number of their own. */
    private record Key(int other, Map<String, Integer> values) {
        int number(String value) {
            return values.getOrDefault(value, other);
        }

        int[] all() {
            var all = new int[values.size() + 1];
            var size = 0;
            all[size++] = other;
            for (var number : values.values()) {
                all[size++] = number;
            }
            return all;
        }
    }

    /** A requirement over label numbers: some of them is there, or, if negated, none. */
    record Term(int[] labels, boolean negated) {
        boolean holds(int[] of) {
            for (var label : of) {
                for (var wanted : labels) {
                    if (label == wanted) {
                        return !negated;
                    }
                }
            }
            return negated;
        }
    }

    static boolean allHold(List<Term> terms, int[] labels) {
        for (var term : terms) {
            if (!term.holds(labels)) {
                return false;
            }
        }
        return true;
    }

    void learn(Selector selector) {
        for (var requirement : selector.requirements()) {
            var key = keys.get(requirement.key());
            if (key == null) {
                key = new Key(size++, new HashMap<>(4));
                keys.put(requirement.key(), key);
            }
            for (var value : requirement.values()) {
                if (key.values.putIfAbsent(value, size) == null) {
                    size++;
                }
            }
        }
    }

    /** Whether the labels that a selector tells apart already have numbers. */
    boolean knows(Selector selector) {
        for (var requirement : selector.requirements()) {
            var key = keys.get(requirement.key());
            if (key == null || !key.values.keySet().containsAll(requirement.values())) {
                return false;
            }
        }
        return true;
    }

    /** How many labels have a number. */
    int size() {
        return size;
    }

    int[] project(Map<String, String> labels) {
        if (keys.isEmpty() || labels.isEmpty()) {
            return NO_LABELS;
        }
        var projected = new int[labels.size()];
        var found = 0;
        for (var label : labels.entrySet()) {
            var key = keys.get(label.getKey());
            if (key != null) {
                projected[found++] = key.number(label.getValue());
            }
        }
        if (found == 0) {
            return NO_LABELS;
        }
        Arrays.sort(projected, 0, found);
        return found == projected.length ? projected : Arrays.copyOf(projected, found);
    }

    /** The requirements of a selector, once nothing more is learnt, that this vocabulary {@linkplain #knows knows}. */
    List<Term> terms(Selector selector) {
        return known.computeIfAbsent(
                selector, some -> some.requirements().stream().map(this::term).toList());
    }

    private Term term(Requirement requirement) {
        var key = keys.get(requirement.key());
        if (key == null) {
            throw new IllegalStateException("unknown label key " + requirement.key());
        }
        return switch (requirement.operator()) {
            case In -> new Term(numbers(key, requirement), false);
            case NotIn -> new Term(numbers(key, requirement), true);
            case Exists -> new Term(key.all(), false);
            case DoesNotExist -> new Term(key.all(), true);
        };
    }

    private static int[] numbers(Key key, Requirement requirement) {
        var numbers = new int[requirement.values().size()];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = key.number(requirement.values().get(i));
        }
        return numbers;
    }
}
