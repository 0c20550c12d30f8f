package vn.onshore.residency.prove;

import java.util.Set;

/**
 * Whose guard a ValidatingAdmissionPolicy is, by its name: {@code onshore-<policy>-<guard>}.
 *
 * @param policy the policy that is proved
 * @param peers other policies of this cluster; {@code onshore-a-b-pods} is {@code a-b}'s and not {@code a}'s
 */
public record GuardNames(String policy, Set<String> peers) {

    public GuardNames {
        peers = Set.copyOf(peers);
    }

    /** Whether the policy that is proved owns the guard. */
    public boolean own(String guard) {
        var prefix = prefix(policy);
        return guard.startsWith(prefix)
                && peers.stream()
                        .map(GuardNames::prefix)
                        .noneMatch(peer -> peer.length() > prefix.length() && guard.startsWith(peer));
    }

    /** Whether another policy of this cluster owns the guard. */
    public boolean peer(String guard) {
        return !own(guard) && peers.stream().map(GuardNames::prefix).anyMatch(guard::startsWith);
    }

    private static String prefix(String policy) {
        return "onshore-" + policy + "-";
    }
}
