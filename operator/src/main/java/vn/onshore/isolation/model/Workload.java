package vn.onshore.isolation.model;

import java.util.Comparator;

/** What a pod belongs to: the topmost controller that is known, or the pod itself, which is then of kind {@code Pod}. */
public record Workload(String namespace, String name, String kind) implements Comparable<Workload> {
    private static final Comparator<Workload> ORDER = Comparator.comparing(Workload::namespace)
            .thenComparing(Workload::name)
            .thenComparing(Workload::kind);

    @Override
    public int compareTo(Workload other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name + " (" + kind + ")";
    }
}
