package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Selector;

/** Which classes each peer means, found over indexes of the classes of one table. Any thread may ask. */
final class PeerEvaluation {
    /** Up to so many classes, looking at each is cheaper than cutting index entries of the whole cluster. */
    private static final int FEW = 64;

    private final ClassTable table;
    private final PodTraits traits;
    private final LabelIndex namespaces;
    private final LabelIndex pods;
    private final RoaringBitmap everyone = new RoaringBitmap();
    private final RoaringBitmap onHosts = new RoaringBitmap();
    private final RoaringBitmap withoutAddress = new RoaringBitmap();
    private final TreeMap<IpAddress, RoaringBitmap> byCell = new TreeMap<>();
    private final Map<Selector, List<Vocabulary.Term>> termsOf = new ConcurrentHashMap<>();
    private final Map<Selector, RoaringBitmap> byNamespaces = new ConcurrentHashMap<>();

    PeerEvaluation(ClassTable table, PodTraits traits, Vocabulary namespaceLabels) {
        this.table = table;
        this.traits = traits;
        namespaces = new LabelIndex(namespaceLabels);
        for (var i = 0; i < table.namespaces().length; i++) {
            namespaces.add(i, namespaceLabels.project(table.namespaces()[i].labels()));
        }
        pods = new LabelIndex(traits.labels());
        for (var i = 0; i < table.size(); i++) {
            var podClass = table.classes()[i];
            if (podClass != null) {
                add(i, podClass);
            }
        }
    }

    private void add(int number, PodClass podClass) {
        everyone.add(number);
        if (podClass.hostNetwork()) {
            onHosts.add(number);
        } else {
            pods.add(number, podClass.labels());
        }
        if (podClass.addresses().isEmpty()) {
            withoutAddress.add(number);
        }
        for (var cell : podClass.addresses()) {
            byCell.computeIfAbsent(cell, some -> new RoaringBitmap()).add(number);
        }
    }

    RoaringBitmap classes(PeerSet set) {
        return switch (set.peer()) {
            case Peer.Everyone() -> everyone;
            case Peer.Pods(var selection) -> select(selection);
            case Peer.Addresses(var addresses) ->
                traits.addressesMeanPods() ? having(addresses, set.unaddressed()) : new RoaringBitmap();
            case Peer.Nodes nodes -> RoaringBitmap.and(at(set.outside()), onHosts);
            case Peer.DomainNames names -> new RoaringBitmap();
        };
    }

    private RoaringBitmap select(PodSelection selection) {
        var terms = termsOf.computeIfAbsent(selection.pods(), traits.labels()::terms);
        if (selection.namespace() != null) {
            var number = table.numbers().get(selection.namespace());
            return number == null || !selection.namespaces().matches(table.namespaces()[number].labels())
                    ? new RoaringBitmap()
                    : in(table.ofNamespace()[number], terms);
        }
        return selection.namespaces().selectsEverything()
                ? pods.select(terms, pods.all())
                : pods.select(terms, byNamespaces.computeIfAbsent(selection.namespaces(), this::classesIn));
    }

    private RoaringBitmap in(int[] classes, List<Vocabulary.Term> terms) {
        if (classes.length > FEW && !terms.isEmpty()) {
            return pods.select(terms, RoaringBitmap.bitmapOf(classes));
        }
        var selected = new RoaringBitmap();
        for (var number : classes) {
            var podClass = table.of(number);
            if (!podClass.hostNetwork() && Vocabulary.allHold(terms, podClass.labels())) {
                selected.add(number);
            }
        }
        return selected;
    }

    private RoaringBitmap classesIn(Selector selector) {
        var classes = new RoaringBitmap();
        namespaces.select(selector).forEach((int number) -> {
            for (var podClass : table.ofNamespace()[number]) {
                classes.add(podClass);
            }
        });
        classes.andNot(onHosts);
        return classes;
    }

    private RoaringBitmap having(AddressSet addresses, boolean unaddressed) {
        var classes = at(addresses);
        if (unaddressed) {
            classes.or(withoutAddress);
        }
        return classes;
    }

    private RoaringBitmap at(AddressSet addresses) {
        var classes = new RoaringBitmap();
        for (var range : addresses.ranges()) {
            byCell.subMap(range.first(), true, range.last(), true).values().forEach(classes::or);
        }
        return classes;
    }
}
