package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.AddressSet;

/** Whether a set of addresses that a new rule speaks of leaves every class whole. */
final class AddressBorders {
    private AddressBorders() {}

    /** True if for each pod, the set has its address exactly if it has the one that stands for its class. */
    static boolean respects(Snapshot snapshot, AddressSet set) {
        if (!snapshot.datapath().addressesMeanPods()) {
            return true;
        }
        if (!snapshot.traits().addressesMeanPods()) {
            return false;
        }
        return leavesCellsWhole(snapshot, set) || leavesClassesWhole(snapshot, set);
    }

    /** Whether no cell with pods has addresses on both sides. */
    private static boolean leavesCellsWhole(Snapshot snapshot, AddressSet set) {
        return !snapshot.cells().inhabit(snapshot.traits().cells().cutBy(set));
    }

    private static boolean leavesClassesWhole(Snapshot snapshot, AddressSet set) {
        for (var members : snapshot.table().members()) {
            for (var i = 0; i < members.size(); i++) {
                var cells = snapshot.table().of(members.classOf(i)).addresses();
                var addresses = members.pod(i).addresses();
                if (addresses.size() == 1
                        ? set.contains(addresses.getFirst()) != set.contains(cells.getFirst())
                        : addresses.stream().anyMatch(set::contains)
                                != cells.stream().anyMatch(set::contains)) {
                    return false;
                }
            }
        }
        return true;
    }
}
