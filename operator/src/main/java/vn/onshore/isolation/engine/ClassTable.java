package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Namespace;

/**
 * The pods of a world by class. Classes are numbered zone by zone and namespace by namespace; zones start at multiples of
 * 64, so some numbers are nobody's. Immutable.
 *
 * @param numbers of namespaces by name
 * @param zones of namespaces: the index in the plan, or its number of zones for none
 * @param members of namespaces
 * @param classes null where a number is nobody's
 * @param counts how many pods each class has
 * @param ofNamespace the classes of each namespace
 * @param live the classes that have pods
 * @param numbered how many classes there were when all were numbered
 */
record ClassTable(
        Namespace[] namespaces,
        Map<String, Integer> numbers,
        int[] zones,
        Members[] members,
        @Nullable PodClass[] classes,
        PagedInts counts,
        int[][] ofNamespace,
        RoaringBitmap live,
        int numbered) {
    private static final int ROOM = 1_024;

    PodClass of(int number) {
        var found = classes[number];
        if (found == null) {
            throw new IllegalArgumentException("no class " + number);
        }
        return found;
    }

    /** How many classes there may be before all are numbered anew. */
    int capacity() {
        return (numbered & -64) + ROOM;
    }

    /** The table with other pods in a namespace, and one class of it more or less populated. */
    ClassTable with(int namespace, Members other, int podClass, int change) {
        var otherMembers = members.clone();
        otherMembers[namespace] = other;
        var otherCounts = podClass < 0 ? counts : counts.with(podClass, counts.get(podClass) + change);
        var otherLive = live;
        if (podClass >= 0 && counts.get(podClass) > 0 != otherCounts.get(podClass) > 0) {
            otherLive = live.clone();
            otherLive.flip(podClass, podClass + 1L);
        }
        return new ClassTable(
                namespaces, numbers, zones, otherMembers, classes, otherCounts, ofNamespace, otherLive, numbered);
    }

    /** The table with a class that nobody is in yet; it gets the next number. */
    ClassTable with(PodClass another) {
        var number = classes.length;
        var more = Arrays.copyOf(classes, number + 1);
        more[number] = another;
        var moreOfNamespace = ofNamespace.clone();
        var here = ofNamespace[another.namespace()];
        var longer = Arrays.copyOf(here, here.length + 1);
        longer[here.length] = number;
        moreOfNamespace[another.namespace()] = longer;
        return new ClassTable(namespaces, numbers, zones, members, more, counts, moreOfNamespace, live, numbered);
    }

    /** One more than the highest class. */
    int size() {
        return classes.length;
    }

    /** The index of the zone that a class is in, or the number of zones for none. */
    int zone(int podClass) {
        return zones[of(podClass).namespace()];
    }
}
