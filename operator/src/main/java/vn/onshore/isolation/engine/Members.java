package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import vn.onshore.isolation.model.Pod;

/** The pods of a namespace by name, and the class of each. Immutable. */
final class Members {
    private static final Comparator<Pod> BY_NAME = (one, other) -> one.name().compareTo(other.name());

    private final Pod[] pods;
    private final int[] classes;

    private Members(Pod[] pods, int[] classes) {
        this.pods = pods;
        this.classes = classes;
    }

    /** The class of each pod is filled in by the caller, who alone knows of it until then. */
    static Members of(Pod[] pods) {
        for (var i = 1; i < pods.length; i++) {
            if (pods[i - 1].name().compareTo(pods[i].name()) > 0) {
                Arrays.sort(pods, BY_NAME);
                break;
            }
        }
        return new Members(pods, new int[pods.length]);
    }

    List<Pod> pods() {
        return Arrays.asList(pods);
    }

    int size() {
        return pods.length;
    }

    Pod pod(int index) {
        return pods[index];
    }

    int classOf(int index) {
        return classes[index];
    }

    void assign(int index, int podClass) {
        classes[index] = podClass;
    }

    /** Puts the numbers of the namespace's classes in place of their indexes. */
    void number(int first) {
        for (var i = 0; i < classes.length; i++) {
            classes[i] += first;
        }
    }

    /** The index of a pod; negative as {@link Arrays#binarySearch} has it if there is none of that name. */
    int find(String name) {
        var low = 0;
        var high = pods.length - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = pods[middle].name().compareTo(name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    Members with(Pod pod, int podClass) {
        var at = find(pod.name());
        var insert = at < 0 ? -at - 1 : at;
        var kept = at < 0 ? insert : insert + 1;
        var size = pods.length + (at < 0 ? 1 : 0);
        var morePods = Arrays.copyOf(pods, size);
        var moreClasses = Arrays.copyOf(classes, size);
        System.arraycopy(pods, kept, morePods, insert + 1, pods.length - kept);
        System.arraycopy(classes, kept, moreClasses, insert + 1, pods.length - kept);
        morePods[insert] = pod;
        moreClasses[insert] = podClass;
        return new Members(morePods, moreClasses);
    }

    Members without(int index) {
        var fewerPods = new Pod[pods.length - 1];
        var fewerClasses = new int[pods.length - 1];
        System.arraycopy(pods, 0, fewerPods, 0, index);
        System.arraycopy(classes, 0, fewerClasses, 0, index);
        System.arraycopy(pods, index + 1, fewerPods, index, fewerPods.length - index);
        System.arraycopy(classes, index + 1, fewerClasses, index, fewerPods.length - index);
        return new Members(fewerPods, fewerClasses);
    }
}
