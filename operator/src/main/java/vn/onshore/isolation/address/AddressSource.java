package vn.onshore.isolation.address;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.Problem;

/**
 * One file, or one key of a ConfigMap, and what can be said of it.
 *
 * @param registries whose delegations it lists; empty for a list of CIDRs
 * @param serial from the header; empty if it says none
 * @param date of the data, from the header; null if it says none
 * @param sha256 of its bytes as they were given, in hex
 * @param addresses of the country
 * @param foreign records of other countries that touch the addresses that were asked for, the first {@value #MOST_FOREIGN}
 * @param incomplete where it does not hold what it says it holds; empty if all is there
 * @param problems the first {@value #MOST_PROBLEMS} lines that could not be used
 * @param unusable how many lines could not be used
 */
public record AddressSource(
        String name,
        Set<Registry> registries,
        String serial,
        @Nullable LocalDate date,
        String sha256,
        AddressSet addresses,
        List<DelegatedRecord> foreign,
        List<String> incomplete,
        List<Problem> problems,
        long unusable) {
    public static final int MOST_PROBLEMS = 20;
    public static final int MOST_FOREIGN = 1_000;
    static final Comparator<AddressSource> ORDER =
            Comparator.comparing(AddressSource::name).thenComparing(AddressSource::sha256);

    public AddressSource {
        registries = Set.copyOf(registries);
        foreign = List.copyOf(foreign);
        incomplete = List.copyOf(incomplete);
        problems = List.copyOf(problems);
    }

    /** As verdicts quote it: {@code apnic 20261101 of 2026-11-01}. */
    public String quoted() {
        var who = registries.isEmpty()
                ? name
                : registries.size() == Registry.values().length
                        ? "nro"
                        : String.join(
                                ", ",
                                new TreeSet<>(registries.stream()
                                        .map(Registry::toString)
                                        .toList()));
        return who + (serial.isEmpty() ? "" : " " + serial) + (date == null ? " without a date" : " of " + date);
    }
}
