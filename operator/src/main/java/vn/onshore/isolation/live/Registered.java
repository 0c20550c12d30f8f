package vn.onshore.isolation.live;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.onshore.isolation.address.AddressCounts;
import vn.onshore.isolation.address.OnshoreAddresses;
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.address.OnshoreData;
import vn.onshore.manifest.Problem;

/**
 * Address data as it was read last.
 *
 * @param refusals why it must not be used; empty if it may
 */
public record Registered(OnshoreAddresses data, List<String> refusals) {
    public Registered {
        refusals = List.copyOf(refusals);
    }

    /**
     * @param unread one sentence for each ConfigMap that could not be read
     * @param previous what was used last; empty the first time
     */
    public static Registered of(
            OnshoreData data, Collection<String> unread, Optional<AddressCounts> previous, LocalDate today) {
        return new Registered(
                data.addresses(),
                Stream.of(
                                unread.stream(),
                                data.problems().stream().map(Problem::toString),
                                data.refusals(previous, today).stream().map(Refusal::sentence))
                        .flatMap(sentences -> sentences)
                        .toList());
    }
}
