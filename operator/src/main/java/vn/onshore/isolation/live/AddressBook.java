package vn.onshore.isolation.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.address.AddressCounts;
import vn.onshore.isolation.address.OnshoreData;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.Manifest;

/**
 * The address data of each resource, read from its ConfigMaps and kept as long as they stay the same: they change
 * once a month.
 */
public final class AddressBook {
    /** How old an answer may be. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    private final ConfigMaps configMaps;
    private final Clock clock;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    public AddressBook(ConfigMaps configMaps, Clock clock) {
        this.configMaps = configMaps;
        this.clock = clock;
    }

    /**
     * @param said what was asked for
     * @param versions of the ConfigMaps, and the day on which they were judged
     */
    private record Page(String said, String versions, Instant at, Registered registered) {}

    /**
     * What the ConfigMaps of a resource say, as it was within {@link #FRESH}.
     *
     * @param country in whose registrations it is looked
     * @param asked of which addresses records of other countries are kept, to be quoted
     * @param previous what was used last; null the first time
     */
    public Optional<Registered> of(
            String isolation,
            List<ConfigMaps.Reference> references,
            String country,
            AddressSet asked,
            @Nullable AddressCounts previous) {
        var now = clock.instant();
        var said = country + references + asked;
        var known = pages.get(isolation);
        if (known != null && known.said.equals(said) && known.at.plus(FRESH).isAfter(now)) {
            return Optional.of(known.registered);
        }
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var maps = new ArrayList<Manifest>();
        var refusals = new ArrayList<String>();
        references.forEach(reference -> read(reference, maps, refusals));
        var versions = today + said + maps.stream().map(AddressBook::version).toList() + refusals;
        var registered = known != null && known.versions.equals(versions)
                ? known.registered
                : Registered.of(OnshoreData.of(maps, country, asked), refusals, Optional.ofNullable(previous), today);
        pages.put(isolation, new Page(said, versions, now, registered));
        return Optional.of(registered);
    }

    public void forget(String isolation) {
        pages.remove(isolation);
    }

    private void read(ConfigMaps.Reference reference, List<Manifest> maps, List<String> refusals) {
        switch (configMaps.read(reference)) {
            case ConfigMaps.Read(var map) -> maps.add(map);
            case ConfigMaps.Unread(var why) -> refusals.add(why);
        }
    }

    private static String version(Manifest map) {
        return map.namespace() + "/" + map.name() + " "
                + map.tree().at("metadata", "resourceVersion").text();
    }
}
