package vn.onshore.isolation.address;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The five Regional Internet Registries. Networks of one country are in the files of several. */
public enum Registry {
    AFRINIC,
    APNIC,
    ARIN,
    LACNIC,
    RIPENCC;

    /** What a file's header names: one of them, or all by the combined file of the NRO; none for anything else. */
    static Set<Registry> named(String name) {
        if (name.equals("nro")) {
            return EnumSet.allOf(Registry.class);
        }
        var named = EnumSet.noneOf(Registry.class);
        Stream.of(values()).filter(registry -> registry.toString().equals(name)).forEach(named::add);
        return named;
    }

    /** As the files name it: {@code ripencc}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
