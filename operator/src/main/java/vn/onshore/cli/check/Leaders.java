package vn.onshore.cli.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.verify.ServiceName;
import vn.onshore.residency.verify.Verifier;

/** Which objects of the input lead to which Services, so that these are judged wherever they are. */
final class Leaders {
    /** The first by name, so that the order of the input does not show. */
    private final Map<ServiceName, String> first = new HashMap<>();

    Optional<String> leadingTo(ServiceName service) {
        return Optional.ofNullable(first.get(service));
    }

    /**
     * Follows every name, also from a Service that is only another name for the next.
     *
     * @param verifier one whose lookup answers from here
     */
    void follow(List<Manifest> manifests, Verifier verifier) {
        for (var found = true; found; ) {
            found = false;
            for (var manifest : manifests) {
                for (var service : verifier.leads(manifest)) {
                    found |= note(service, ServiceName.leader(manifest.kind(), manifest.namespace(), manifest.name()));
                }
            }
        }
    }

    private boolean note(ServiceName service, String leader) {
        var before = first.get(service);
        if (before != null && before.compareTo(leader) <= 0) {
            return false;
        }
        first.put(service, leader);
        return true;
    }
}
