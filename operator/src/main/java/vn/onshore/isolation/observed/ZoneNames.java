package vn.onshore.isolation.observed;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.onshore.isolation.model.Namespace;

/** Zones for namespaces: one for each value of a label, and one for each namespace without it. */
final class ZoneNames {
    private static final int LONGEST = 40;

    private final Map<String, String> byNamespace = new LinkedHashMap<>();
    private final Map<String, LabelSelector> selectors = new LinkedHashMap<>();

    ZoneNames(Set<String> namespaces, Map<String, Map<String, String>> labels, String zoneLabel) {
        var taken = new HashSet<String>();
        var byLabel = new LinkedHashMap<String, String>();
        for (var namespace : new TreeSet<>(namespaces)) {
            var value = labels.getOrDefault(namespace, Map.of()).getOrDefault(zoneLabel, "");
            var zone =
                    value.isEmpty() ? free(namespace, taken) : byLabel.computeIfAbsent(value, one -> free(one, taken));
            byNamespace.put(namespace, zone);
            selectors.putIfAbsent(
                    zone,
                    new LabelSelectorBuilder()
                            .withMatchLabels(
                                    value.isEmpty()
                                            ? Map.of(Namespace.NAME_LABEL, namespace)
                                            : Map.of(zoneLabel, value))
                            .build());
        }
    }

    /** A name that a zone may have and none has yet. */
    private static String free(String wanted, Set<String> taken) {
        var plain =
                wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var name = plain.substring(0, Math.min(LONGEST, plain.length())).replaceAll("-$", "");
        for (var i = 2; name.isEmpty() || !taken.add(name); i++) {
            name = plain.substring(0, Math.min(LONGEST - 6, plain.length())) + "-" + i;
            name = name.startsWith("-") ? "zone" + name : name;
        }
        return name;
    }

    /** The zone of one of the namespaces. */
    String zone(String namespace) {
        return byNamespace.getOrDefault(namespace, "");
    }

    /** Selectors by zone, in the order of the first namespace of each. */
    Map<String, LabelSelector> selectors() {
        return selectors;
    }
}
