package vn.onshore.isolation.address;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.verify.Circumstance;
import vn.onshore.isolation.verify.Pairs;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;

/**
 * The address data of one NetworkIsolation, from its ConfigMaps, and what it says of where zones with {@code internet:
 * Onshore} may go.
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

    /**
     * Judges what zones with {@code internet: Onshore} may reach beside their flows.
     *
     * @param zones their names
     * @param sites the networks of the boundary's sites; those that no registry delegates are where the boundary says
     * @param declared what flows allow; whoever declares a flow answers for its address
     * @param refusals of this data
     */
    public List<Circumstance> judge(
            Collection<String> zones, AddressSet sites, AddressSet declared, List<Refusal> refusals) {
        var told = new ArrayList<Circumstance>();
        problems.forEach(problem -> told.add(new Circumstance.Remark("address data: " + problem)));
        addresses.remarks().forEach(remark -> told.add(new Circumstance.Remark(remark + ".")));
        var finding = addresses.check(sites, declared.union(sites.intersect(SpecialAddresses.ALL)));
        for (var zone : zones) {
            var pair = new Pairs.Between(new Party.OfZone(zone), new Party.Internet());
            refusals.forEach(refusal -> told.add(new Circumstance.Doubt(
                    pair, "what zone " + zone + " may reach is not checked: " + refusal.sentence() + ".")));
            if (refusals.isEmpty()) {
                told.add(
                        finding.isWithin()
                                ? new Circumstance.Remark("zone " + zone + ": " + finding.sentence() + ".")
                                : new Circumstance.Leak(
                                        pair,
                                        "zone " + zone + " may reach more than it ought to: " + finding.sentence()
                                                + ". Take it from the boundary's sites, or declare a flow to it."));
            }
        }
        return told;
    }
}
