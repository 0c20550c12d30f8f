package vn.onshore.isolation.engine;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Peer;

/** Which peers mean one class: what {@link PeerEvaluation} finds for all classes at once. */
record PeerMatching(Snapshot snapshot, PodClass podClass, Namespace namespace) {
    PeerMatching(Snapshot snapshot, PodClass podClass) {
        this(snapshot, podClass, snapshot.table().namespaces()[podClass.namespace()]);
    }

    /** The classes that one peer means, those without pods among them. */
    static RoaringBitmap classes(Snapshot snapshot, PeerSet set) {
        var classes = new RoaringBitmap();
        if (set.peer() instanceof Peer.Pods(var selection)) {
            var terms = snapshot.traits().labels().terms(selection.pods());
            for (var number : candidates(snapshot.table(), selection)) {
                var matching = new PeerMatching(snapshot, snapshot.table().of(number));
                if (matching.isIn(selection)
                        && Vocabulary.allHold(terms, matching.podClass().labels())) {
                    classes.add(number);
                }
            }
            return classes;
        }
        if (set.peer() instanceof Peer.Addresses(var addresses)) {
            if (snapshot.traits().addressesMeanPods()) {
                classes.or(snapshot.cells().at(addresses));
                if (set.unaddressed()) {
                    classes.or(snapshot.cells().withoutAddress());
                }
            }
            return classes;
        }
        for (var number = 0; number < snapshot.table().size(); number++) {
            var podClass = snapshot.table().classes()[number];
            if (podClass != null && new PeerMatching(snapshot, podClass).means(set)) {
                classes.add(number);
            }
        }
        return classes;
    }

    private static int[] candidates(ClassTable table, PodSelection selection) {
        if (selection.namespace() == null) {
            return IntStream.range(0, table.namespaces().length)
                    .filter(number -> selection.namespaces().matches(table.namespaces()[number].labels()))
                    .flatMap(number -> Arrays.stream(table.ofNamespace()[number]))
                    .toArray();
        }
        var number = table.numbers().get(selection.namespace());
        return number == null ? new int[0] : table.ofNamespace()[number];
    }

    private boolean isIn(PodSelection selection) {
        var only = selection.namespace();
        return (only == null || only.equals(namespace.name()))
                && !podClass.hostNetwork()
                && selection.namespaces().matches(namespace.labels());
    }

    boolean means(PeerSet set) {
        return switch (set.peer()) {
            case Peer.Everyone() -> true;
            case Peer.Pods(var selection) ->
                isIn(selection)
                        && Vocabulary.allHold(snapshot.traits().labels().terms(selection.pods()), podClass.labels());
            case Peer.Addresses(var addresses) ->
                snapshot.traits().addressesMeanPods()
                        && (podClass.addresses().isEmpty() ? set.unaddressed() : isAt(addresses));
            case Peer.Nodes nodes -> podClass.hostNetwork() && isAt(set.outside());
            case Peer.DomainNames names -> false;
        };
    }

    private boolean isAt(AddressSet set) {
        for (var i = 0; i < podClass.addresses().size(); i++) {
            if (set.contains(podClass.addresses().get(i))) {
                return true;
            }
        }
        return false;
    }
}
