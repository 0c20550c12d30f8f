package vn.onshore.isolation.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.roaringbitmap.RoaringBitmap;
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
    private final ClassesByCell cells;
    private final Map<Selector, RoaringBitmap> byNamespaces = new ConcurrentHashMap<>();

    PeerEvaluation(ClassTable table, PodTraits traits, Vocabulary namespaceLabels) {
        this.table = table;
        this.traits = traits;
        namespaces = new LabelIndex(namespaceLabels);
        for (var i = 0; i < table.namespaces().length; i++) {
            namespaces.add(i, namespaceLabels.project(table.namespaces()[i].labels()));
        }
        cells = ClassesByCell.of(table.classes());
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
    }

    RoaringBitmap classes(PeerSet set) {
        return switch (set.peer()) {
            case Peer.Everyone() -> everyone;
            case Peer.Pods(var selection) -> select(selection);
            case Peer.Addresses(var addresses) ->
                traits.addressesMeanPods() ? having(addresses, set.unaddressed()) : new RoaringBitmap();
            case Peer.Nodes nodes -> RoaringBitmap.and(cells.at(set.outside()), onHosts);
            case Peer.DomainNames names -> new RoaringBitmap();
        };
    }

    private RoaringBitmap select(PodSelection selection) {
        var terms = traits.labels().terms(selection.pods());
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
        var classes = cells.at(addresses);
        if (unaddressed) {
            classes.or(cells.withoutAddress());
        }
        return classes;
    }

    ClassesByCell cells() {
        return cells;
    }
}
