package vn.onshore.isolation.address;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;

/**
 * The addresses that are registered in a country, and on whose word.
 *
 * @param country two upper-case letters
 * @param sources by name
 */
public record OnshoreAddresses(String country, AddressSet addresses, List<AddressSource> sources) {
    /** Above this the loss of a delegation is more likely the loss of a file. */
    private static final double MOST_LOSS = 0.05;

    private static final int MOST_DAYS = 90;

    public OnshoreAddresses {
        sources = List.copyOf(sources);
    }

    public static OnshoreAddresses of(String country, Collection<AddressSource> sources) {
        var ranges = sources.stream()
                .flatMap(source -> source.addresses().ranges().stream())
                .toList();
        return new OnshoreAddresses(
                country,
                AddressSet.of(ranges),
                sources.stream().sorted(AddressSource.ORDER).toList());
    }

    public AddressCounts counts() {
        return AddressCounts.of(addresses);
    }

    /** The registries whose files are not among the sources: part of the country's addresses may be missing. */
    public Set<Registry> missing() {
        var missing = EnumSet.allOf(Registry.class);
        sources.forEach(source -> missing.removeAll(source.registries()));
        return missing;
    }

    /** Why the set must not be used, and by which override it may be; empty if it may. */
    public record Refusal(Optional<AddressOverride> unless, String sentence) {}

    /**
     * What speaks against the set.
     *
     * @param previous what was used last; empty the first time
     * @param overrides what somebody answers for
     */
    public List<Refusal> refusals(Optional<AddressCounts> previous, LocalDate today, Set<AddressOverride> overrides) {
        var refusals = new ArrayList<Refusal>();
        if (addresses.isEmpty()) {
            refusals.add(new Refusal(
                    Optional.empty(),
                    "the address data lists nothing that is registered in " + country
                            + "; give the delegated-extended files of the registries, or a list of CIDRs"));
        }
        previous.ifPresent(before -> {
            shrunk("IPv4 addresses", before.ipv4(), counts().ipv4(), refusals);
            shrunk("IPv6 networks /48", before.ipv6(), counts().ipv6(), refusals);
        });
        sources.forEach(source -> {
            old(source, today, refusals);
            source.incomplete()
                    .forEach(sentence -> refusals.add(new Refusal(
                            Optional.of(AddressOverride.Incomplete),
                            source.name() + " is not whole: " + sentence + "; load it again")));
        });
        refusals.removeIf(
                refusal -> refusal.unless().filter(overrides::contains).isPresent());
        return refusals;
    }

    private static void shrunk(String what, long before, long now, List<Refusal> refusals) {
        if (now < before * (1 - MOST_LOSS)) {
            refusals.add(new Refusal(
                    Optional.of(AddressOverride.Shrunk),
                    String.format(
                            Locale.ROOT,
                            "the address data lost %.1f %% of its %s, from %,d to %,d; more than 5 %% is more likely a"
                                    + " missing file than the registries' doing",
                            100.0 * (before - now) / before,
                            what,
                            before,
                            now)));
        }
    }

    private static void old(AddressSource source, LocalDate today, List<Refusal> refusals) {
        var date = source.date();
        if (date == null) {
            refusals.add(new Refusal(
                    Optional.of(AddressOverride.Old),
                    source.name() + " does not say of when it is; add a line such as \"# date: " + today + "\""));
        } else if (date.plusDays(MOST_DAYS).isBefore(today)) {
            refusals.add(new Refusal(
                    Optional.of(AddressOverride.Old),
                    source.name() + " is of " + date + ", " + ChronoUnit.DAYS.between(date, today) + " days ago; after "
                            + MOST_DAYS + " days load it again"));
        }
    }

    /** The word on which it is said, source by source. */
    public String quoted() {
        return sources.stream().map(AddressSource::quoted).collect(Collectors.joining("; "));
    }

    /**
     * Holds addresses against the set.
     *
     * @param reachable what may be reached outside the cluster
     * @param declared what is allowed whatever its registration: flows, and private networks of sites
     */
    public EgressFinding check(AddressSet reachable, AddressSet declared) {
        var rest = reachable.minus(addresses).minus(declared);
        var placeless = rest.intersect(SpecialAddresses.ALL);
        var offending = rest.minus(placeless);
        return new EgressFinding(offending, placeless, sentence(offending, placeless));
    }

    private String sentence(AddressSet offending, AddressSet placeless) {
        var word = " (" + quoted() + ")";
        if (!offending.isEmpty()) {
            var first = offending.ranges().getFirst();
            var record = record(first).map(found -> ": " + found).orElse("");
            var more = offending.ranges().size() - 1;
            return first + (more > 0 ? " and " + more + " more ranges are" : " is") + " not registered in " + country
                    + word + record;
        }
        return placeless.isEmpty()
                ? "all destinations are registered in " + country + " or declared" + word
                : placeless.ranges().getFirst()
                        + " is registered to nobody, so that its place is unknown; name its site";
    }

    private Optional<DelegatedRecord> record(AddressRange range) {
        return sources.stream()
                .flatMap(source -> source.foreign().stream())
                .filter(record -> record.range().contains(range.first()))
                .findFirst();
    }

    /** Sentences that change nothing: which registries are missing. */
    public Stream<String> remarks() {
        var missing = missing();
        return missing.isEmpty()
                ? Stream.empty()
                : Stream.of(
                        "no file of " + missing.stream().map(Registry::toString).collect(Collectors.joining(", "))
                                + " is among the address data, so that addresses which are registered in " + country
                                + " there count as foreign");
    }
}
