package vn.onshore.boundary;

import java.util.List;

/**
 * Everything that a territory allows, as sorted literals: what admission policies are compiled from. Hosts, domains and
 * registries are IDNA-encoded, lower case and without trailing dot.
 *
 * @param regions values of topology.kubernetes.io/region whose every zone is allowed or that a site lists
 * @param zones values of topology.kubernetes.io/zone and of drivers' topology keys
 * @param foreignZones catalogue zones that lie outside although their region may look inside
 * @param hosts exact hosts
 * @param domains suffixes to be matched on a label boundary
 * @param cidrs canonical prefixes
 * @param registries exact hosts, without {@code :443}
 */
public record Allowances(
        List<String> regions,
        List<String> zones,
        List<String> foreignZones,
        List<String> hosts,
        List<String> domains,
        List<String> cidrs,
        List<String> registries,
        List<Driver> drivers) {

    /**
     * A CSI driver that the boundary or the catalogue knows.
     *
     * @param handlePatterns RE2 with named groups (site, zone, region, host) that read volume and snapshot handles
     */
    public record Driver(
            String name, List<String> topologyKeys, List<String> locationParameters, List<String> handlePatterns) {}
}
