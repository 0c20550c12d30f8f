package vn.onshore.isolation.zoning;

import java.util.List;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.ZoneRole;

/**
 * Zones that a system must have by its level. Those that one cluster cannot be expected to hold are asked for here, and not
 * when the resource is applied. Wireless is asked for only where there is any, and nobody here can see that; device
 * administration only by Circular 12/2022, which has lapsed.
 */
public final class RequiredRoles {
    private static final List<Required> ALL = List.of(
            new Required(ZoneRole.Internal, 1, "QCVN 12:2026/BCA 3.13.2.1.7, TCVN 14423:2026 4.12.2.2 b"),
            new Required(ZoneRole.Perimeter, 1, "QCVN 12:2026/BCA 3.13.2.1.7, TCVN 14423:2026 4.12.2.2 b"),
            new Required(ZoneRole.DMZ, 1, "QCVN 12:2026/BCA 3.13.2.1.7, TCVN 14423:2026 4.12.2.2 b"),
            new Required(ZoneRole.InternalServer, 1, "QCVN 12:2026/BCA 3.13.2.1.7, TCVN 14423:2026 4.12.2.2 b"),
            new Required(ZoneRole.DatabaseServer, 1, "QCVN 12:2026/BCA 3.13.2.1.7, TCVN 14423:2026 5.12.2.2 b"),
            new Required(ZoneRole.WAN, 1, "QCVN 12:2026/BCA 3.13.2.1.7"),
            new Required(ZoneRole.Management, 3, "QCVN 12:2026/BCA 3.13.2.2.4, TCVN 14423:2026 5.12.2.2 b"),
            new Required(ZoneRole.LogStore, 3, "QCVN 12:2026/BCA 3.9.2.2.5"),
            new Required(ZoneRole.Backup, 3, "QCVN 12:2026/BCA 3.12.2.2.2"));

    private RequiredRoles() {}

    /** @param level from which on it must exist */
    public record Required(ZoneRole role, int level, String clause) {}

    /** Whether the API server refuses a resource of this level that has no zone of the role, here or elsewhere. */
    public static boolean isAskedForWhenApplied(ZoneRole role, int level) {
        return switch (role) {
            case InternalServer, DMZ -> true;
            case DatabaseServer, Management -> level >= 3;
            default -> false;
        };
    }

    /** Roles of no zone that nobody answers for elsewhere either. */
    public static List<Required> missing(NetworkIsolationSpec spec) {
        var level = spec.level() == null ? 5 : spec.level();
        return ALL.stream()
                .filter(required -> level >= required.level())
                .filter(required -> spec.zones().stream().noneMatch(zone -> zone.role() == required.role()))
                .filter(required -> spec.elsewhere().stream().noneMatch(each -> each.role() == required.role()))
                .toList();
    }
}
