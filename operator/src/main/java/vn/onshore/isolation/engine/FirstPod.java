package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Map;

/** Stands for classes by the first pod in them, by namespace and name: the same one however classes are numbered. */
final class FirstPod {
    private final List<Members> inOrder;

    FirstPod(ClassTable table) {
        inOrder = new LazyList<>(() -> table.numbers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> table.members()[entry.getValue()])
                .toList());
    }

    /** The class that has the first pod of all in some classes. */
    int podClass(BitRow classes) {
        for (var members : inOrder) {
            for (var i = 0; i < members.size(); i++) {
                if (classes.get(members.classOf(i))) {
                    return members.classOf(i);
                }
            }
        }
        throw new IllegalArgumentException("no pod is in any of the classes");
    }

    ZoneMatrix.End end(int podClass) {
        for (var members : inOrder) {
            for (var i = 0; i < members.size(); i++) {
                if (members.classOf(i) == podClass) {
                    return Witnesses.end(members.pod(i));
                }
            }
        }
        throw new IllegalArgumentException("no pod is of class " + podClass);
    }
}
