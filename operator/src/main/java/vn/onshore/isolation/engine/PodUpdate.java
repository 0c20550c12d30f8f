package vn.onshore.isolation.engine;

import java.util.Optional;
import vn.onshore.isolation.model.Pod;

/**
 * A change of one pod after which the same classes have pods as before.
 *
 * @param podClass the class that has {@code more} pods than before; -1 if none has
 */
record PodUpdate(Snapshot next, int podClass, int more) {
    /** Empty if a class appears or disappears, or the pod changes from one to another: that takes more than this. */
    static Optional<PodUpdate> of(Snapshot snapshot, Change change) {
        return switch (change) {
            case Change.PutPod(var pod) -> put(snapshot, pod);
            case Change.RemovePod(var namespace, var name) -> remove(snapshot, namespace, name);
            default -> Optional.empty();
        };
    }

    private static Optional<PodUpdate> put(Snapshot snapshot, Pod pod) {
        var table = snapshot.table();
        var namespace = table.numbers().get(pod.namespace());
        if (namespace == null) {
            return Optional.empty();
        }
        var podClass = find(table, namespace, snapshot.traits().classOf(namespace, pod));
        if (podClass < 0) {
            return Optional.empty();
        }
        var members = table.members()[namespace];
        var at = members.find(pod.name());
        if (at >= 0 && members.classOf(at) != podClass) {
            return Optional.empty();
        }
        var more = at < 0 ? 1 : 0;
        return Optional.of(new PodUpdate(
                snapshot.with(table.with(namespace, members.with(pod, podClass), podClass, more)), podClass, more));
    }

    private static Optional<PodUpdate> remove(Snapshot snapshot, String of, String name) {
        var table = snapshot.table();
        var namespace = table.numbers().get(of);
        var at = namespace == null ? -1 : table.members()[namespace].find(name);
        if (namespace == null || at < 0) {
            return Optional.of(new PodUpdate(snapshot, -1, 0));
        }
        var members = table.members()[namespace];
        var podClass = members.classOf(at);
        return table.counts()[podClass] == 1
                ? Optional.empty()
                : Optional.of(new PodUpdate(
                        snapshot.with(table.with(namespace, members.without(at), podClass, -1)), podClass, -1));
    }

    private static int find(ClassTable table, int namespace, PodClass wanted) {
        for (var number : table.ofNamespace()[namespace]) {
            if (table.counts()[number] > 0 && wanted.equals(table.of(number))) {
                return number;
            }
        }
        return -1;
    }
}
