package vn.onshore.boundary;

import java.util.List;

/**
 * Everything that a territory allows, as sorted literals: what admission policies are compiled from. Hosts, domains and
 * registries are IDNA-encoded, lower case and without trailing dot.
 *
 * @param regions values of topology.kubernetes.io/region that tell a place by themselves: listed by one allowed site, or
 *     by the catalogue, and without a zone elsewhere
 * @param zones values of topology.kubernetes.io/zone; drivers' topology keys take zones and regions
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
     * @param locationParameters lower case: drivers take their keys in any case
     * @param handlePatterns RE2 that match whole volume and snapshot handles, with the named groups site, zone, region,
     *     host, place (any of those, or a foreign resource id) and reference (an opaque id of a storage cluster); a
     *     pattern without groups reads handles that name no place, so that another field says it
     */
    public record Driver(
            String name, List<String> topologyKeys, List<String> locationParameters, List<String> handlePatterns) {}
}
