package vn.onshore.residency.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.GroupKind;
import vn.onshore.residency.verify.ServiceName;

/**
 * Which Services judged objects lead to, so that these are judged wherever they are. Not safe for several threads: who
 * judges sees to it that one does at a time.
 */
final class Leads {
    private final Map<Source, Noted> sources = new HashMap<>();
    private final Map<ServiceName, TreeSet<String>> leaders = new HashMap<>();
    private long round;

    private record Source(GroupKind kind, String namespace, String name) {
        static Source of(Manifest object) {
            return new Source(new GroupKind(object.group(), object.kind()), object.namespace(), object.name());
        }

        @Override
        public String toString() {
            return ServiceName.leader(kind.kind(), namespace, name);
        }
    }

    private record Noted(Set<ServiceName> services, long round) {}

    /** Where the object leads now; gives the Services to which something leads for the first or no longer. */
    Set<ServiceName> note(Manifest object, Set<ServiceName> services) {
        return note(Source.of(object), services);
    }

    private Set<ServiceName> note(Source source, Set<ServiceName> services) {
        var before = services.isEmpty() ? sources.remove(source) : sources.put(source, new Noted(services, round));
        var turned = new HashSet<ServiceName>();
        for (var service : before == null ? Set.<ServiceName>of() : before.services) {
            if (!services.contains(service) && isLast(service, source)) {
                turned.add(service);
            }
        }
        for (var service : services) {
            var known = leaders.computeIfAbsent(service, ignored -> new TreeSet<>());
            if (known.isEmpty()) {
                turned.add(service);
            }
            known.add(source.toString());
        }
        return turned;
    }

    /** The source leads there no more; whether nothing else does. */
    private boolean isLast(ServiceName service, Source source) {
        var known = leaders.getOrDefault(service, new TreeSet<>());
        known.remove(source.toString());
        if (known.isEmpty()) {
            leaders.remove(service);
        }
        return known.isEmpty();
    }

    /** The first by name of those that lead to the Service. */
    Optional<String> leadingTo(ServiceName service) {
        return Optional.ofNullable(leaders.get(service)).map(TreeSet::first);
    }

    /** From here on it counts what has been noted. */
    void begin() {
        round++;
    }

    /** Forgets objects that were not noted since {@link #begin}; gives the Services to which nothing leads any more. */
    Set<ServiceName> forgetUnseen(Predicate<GroupKind> kinds) {
        var gone = sources.entrySet().stream()
                .filter(entry -> entry.getValue().round < round && kinds.test(entry.getKey().kind))
                .map(Map.Entry::getKey)
                .toList();
        var turned = new HashSet<ServiceName>();
        gone.forEach(source -> turned.addAll(note(source, Set.of())));
        return turned;
    }

    /** Takes over what only a sweep would note anew. */
    void continueFrom(Leads before, Predicate<GroupKind> kinds) {
        round = before.round;
        Map.copyOf(before.sources).forEach((source, noted) -> {
            if (kinds.test(source.kind)) {
                note(source, noted.services);
            }
        });
    }
}
