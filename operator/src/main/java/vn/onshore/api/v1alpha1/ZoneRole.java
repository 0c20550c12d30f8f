package vn.onshore.api.v1alpha1;

/**
 * What a network zone is for: the zones that QCVN 12:2026/BCA (3.13.2.1.7, 3.13.2.2.4, 3.9.2.2.5, 3.12.2.2.2) and TCVN
 * 14423:2026 (4.12.2.2 b, 5.12.2.2 b) name. Circular 12/2022, which has lapsed, named {@code DeviceAdministration}.
 */
public enum ZoneRole {
    /** Internal (nội bộ). */
    Internal,
    /** Perimeter or border (biên). */
    Perimeter,
    DMZ,
    InternalServer,
    DatabaseServer,
    /** Wireless, if there is any. */
    Wireless,
    /** Management (quản trị): no Internet at all, from level 3 on apart from everything else. */
    Management,
    DeviceAdministration,
    WAN,
    /** Where logs are kept, from level 3 on a zone of its own. */
    LogStore,
    /** Where backups are kept, apart from what they are of. */
    Backup
}
