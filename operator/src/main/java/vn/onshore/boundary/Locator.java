package vn.onshore.boundary;

import java.util.List;
import java.util.Map;

/** Answers where hosts, addresses, zones, volumes and nodes are. Immutable and free of I/O. */
public interface Locator {

    /** A place-bearing entry of a map of parameters or attributes. */
    record Placed(String key, String value, Whereabouts whereabouts) {}

    /** A DNS name or IP literal, in any case, with or without trailing dot, IPv6 with or without brackets; no port. */
    Whereabouts host(String host);

    /** {@code host} or {@code host:port}; outside with a port that is no number from 1 to 65535. */
    Whereabouts authority(String authority);

    /** An IP literal, by the CIDRs of the sites; IPv4-mapped IPv6 counts as IPv4, leading zeros are invalid. */
    Whereabouts address(String ip);

    /** A URL: its host; with user-info it is outside whatever its host. */
    Whereabouts url(String url);

    /** The registry of an image reference; without a host it is docker.io. */
    Whereabouts registry(String imageReference);

    /** A value of a topology key, such as topology.kubernetes.io/zone or a driver's own key. */
    Whereabouts topology(String key, String value);

    /** Whether the key says where something is: the two well-known ones and those of the listed drivers. */
    boolean isTopologyKey(String key);

    /** Whether the boundary or the catalogue knows the driver (CSI name or in-tree provisioner). */
    boolean knowsDriver(String driver);

    /** Whether volumes of the driver carry topology, so that a PersistentVolume must have node affinity. */
    boolean hasTopology(String driver);

    /**
     * The entries of StorageClass parameters, snapshot-class parameters or volumeAttributes that name a place; comma
     * lists give one element each. Empty if none does.
     */
    List<Placed> parameters(String driver, Map<String, String> parameters);

    /** Where a volume or snapshot handle of the driver points; Unknown if no pattern reads it. */
    Whereabouts handle(String driver, String handle);
}
