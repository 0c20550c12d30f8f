package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;

/**
 * In which zones, or outside all of them, pods that do not exist yet may be, if all that is known of them is that a
 * selection matches. Namespaces that exist keep their labels; others may have any.
 */
final class FutureZones {
    /** With more ways to label a namespace than this, a pod may be anywhere. */
    private static final int MOST_LABELLINGS = 4_096;

    private final Zones zoning;
    private final Namespace[] namespaces;
    private final Map<String, Integer> numbers;
    private final int[] zoneOf;
    private final List<Labelling> labellings;
    private final BitSet anywhere;
    private final BitSet[] alone;
    private final Map<PodSelection, BitSet> known = new ConcurrentHashMap<>();

    /** How a namespace may be labelled as far as zones look at it, and which zone it is in then. */
    private record Labelling(Map<String, String> labels, int zone) {}

    FutureZones(Snapshot snapshot) {
        var declared = snapshot.plan().zones();
        zoning = new Zones(declared);
        // Not the snapshot itself, which this outlives.
        namespaces = snapshot.table().namespaces();
        numbers = snapshot.table().numbers();
        zoneOf = snapshot.table().zones();
        anywhere = new BitSet();
        anywhere.set(0, declared.size() + 1);
        labellings = labellings(declared);
        alone = new BitSet[declared.size() + 1];
        for (var zone = 0; zone < alone.length; zone++) {
            alone[zone] = new BitSet();
            alone[zone].set(zone);
        }
    }

    /** All zones by their index, and the index after the last. */
    BitSet anywhere() {
        return anywhere;
    }

    BitSet of(PodSelection selection) {
        var only = selection.namespace() == null ? null : numbers.get(selection.namespace());
        if (only != null && selection.namespaces().selectsEverything()) {
            return alone[zoneOf[only]];
        }
        return find(selection);
    }

    private static List<Labelling> labellings(List<ZonePlan.Zone> zones) {
        var values = new TreeMap<String, TreeSet<String>>();
        for (var zone : zones) {
            for (var requirement : zone.namespaces().requirements()) {
                values.computeIfAbsent(requirement.key(), key -> new TreeSet<>())
                        .addAll(requirement.values());
            }
        }
        var labellings = List.of(Map.<String, String>of());
        for (var key : values.entrySet()) {
            if ((long) labellings.size() * (key.getValue().size() + 2) > MOST_LABELLINGS) {
                return List.of();
            }
            labellings = with(labellings, key.getKey(), key.getValue());
        }
        var zoning = new Zones(zones);
        return labellings.stream()
                .map(labels -> new Labelling(labels, zoning.of(labels)))
                .toList();
    }

    private static List<Map<String, String>> with(
            List<Map<String, String>> labellings, String key, TreeSet<String> values) {
        var more = new ArrayList<Map<String, String>>();
        for (var labels : labellings) {
            if (!key.equals(Namespace.NAME_LABEL)) {
                more.add(labels);
            }
            more.add(with(labels, key, String.join("-", values) + "-other"));
            for (var value : values) {
                more.add(with(labels, key, value));
            }
        }
        return more;
    }

    private static Map<String, String> with(Map<String, String> labels, String key, String value) {
        var more = new HashMap<>(labels);
        more.put(key, value);
        return more;
    }

    private BitSet find(PodSelection selection) {
        return labellings.isEmpty() ? anywhere : known.computeIfAbsent(selection, this::search);
    }

    private BitSet search(PodSelection selection) {
        var names = names(selection);
        var zones = new BitSet();
        if (names.isEmpty()) {
            add(zones, selection.namespaces(), null);
        }
        for (var name : names) {
            var exists = numbers.get(name);
            if (exists == null) {
                add(zones, selection.namespaces(), name);
            } else if (selection.namespaces().matches(namespaces[exists].labels())) {
                zones.set(zoneOf[exists]);
            }
        }
        return zones;
    }

    /** The namespaces it must be one of; empty if any may be. */
    private static List<String> names(PodSelection selection) {
        if (selection.namespace() != null) {
            return List.of(selection.namespace());
        }
        for (var requirement : selection.namespaces().requirements()) {
            if (requirement.key().equals(Namespace.NAME_LABEL) && requirement.operator() == Operator.In) {
                return requirement.values();
            }
        }
        return List.of();
    }

    /** @param name of the namespace, which does not exist; null for any */
    private void add(BitSet zones, Selector selector, @Nullable String name) {
        for (var labelling : labellings) {
            var labels = labelling.labels();
            var named = labels.get(Namespace.NAME_LABEL);
            if (name != null && named != null) {
                labels = with(labels, Namespace.NAME_LABEL, name);
            }
            if (fits(labels, selector)) {
                zones.set(labels == labelling.labels() ? labelling.zone() : zoning.of(labels));
            }
        }
    }

    /** Of keys that no zone looks at, some value will do. */
    private boolean fits(Map<String, String> labels, Selector selector) {
        for (var requirement : selector.requirements()) {
            var key = requirement.key();
            if (labellings.stream().anyMatch(some -> some.labels().containsKey(key))
                    && !requirement.holds(labels.get(key))) {
                return false;
            }
        }
        return true;
    }
}
