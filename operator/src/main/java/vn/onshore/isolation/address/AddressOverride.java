package vn.onshore.isolation.address;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** What somebody takes upon themselves, so that a set is used although something speaks against it. */
public enum AddressOverride {
    /** More than 5 % of it went away. */
    Shrunk,
    /** It is older than 90 days, or nobody knows how old it is. */
    Old,
    /** It does not hold what it says it holds. */
    Incomplete;

    /** The annotation by which a ConfigMap says so: names with commas. */
    public static final String ANNOTATION = "onshore.vn/accept-addresses";

    /** The overrides that a text names; what is none of them counts for nothing. */
    public static Set<AddressOverride> named(Collection<String> texts) {
        var named = EnumSet.noneOf(AddressOverride.class);
        texts.stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .flatMap(name -> Stream.of(values()).filter(one -> one.name().equalsIgnoreCase(name.strip())))
                .forEach(named::add);
        return named;
    }
}
