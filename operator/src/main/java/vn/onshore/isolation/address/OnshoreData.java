package vn.onshore.isolation.address;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;

/**
 * The address data of one NetworkIsolation, from its ConfigMaps.
 *
 * @param overrides what the ConfigMaps accept by {@link AddressOverride#ANNOTATION}
 * @param problems keys that cannot be read at all
 */
public record OnshoreData(OnshoreAddresses addresses, Set<AddressOverride> overrides, List<Problem> problems) {
    public OnshoreData {
        overrides = Set.copyOf(overrides);
        problems = List.copyOf(problems);
    }

    /**
     * Reads every key of each ConfigMap.
     *
     * @param country two upper-case letters
     * @param asked for which addresses records of other countries are kept
     */
    public static OnshoreData of(Collection<Manifest> configMaps, String country, AddressSet asked) {
        var sources = new ArrayList<AddressSource>();
        var problems = new ArrayList<Problem>();
        for (var configMap : configMaps) {
            var reading = ConfigMapSources.read(configMap, country, asked);
            sources.addAll(reading.sources());
            problems.addAll(reading.problems());
        }
        return new OnshoreData(
                OnshoreAddresses.of(country, sources),
                AddressOverride.named(configMaps.stream()
                        .map(configMap -> configMap.annotations().getOrDefault(AddressOverride.ANNOTATION, ""))
                        .toList()),
                problems);
    }

    /** Why the data must not be used; empty if it may, and its counts are the next ones to compare with. */
    public List<Refusal> refusals(Optional<AddressCounts> previous, LocalDate today) {
        return addresses.refusals(previous, today, overrides);
    }
}
