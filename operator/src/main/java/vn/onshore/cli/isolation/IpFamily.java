package vn.onshore.cli.isolation;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import vn.onshore.isolation.model.AddressSet;

/** Which addresses outside a report is about. */
enum IpFamily {
    V4("4", AddressSet.ALL_V4),
    V6("6", AddressSet.ALL_V6),
    ALL("all", AddressSet.ALL);

    private final String option;
    private final AddressSet addresses;

    IpFamily(String option, AddressSet addresses) {
        this.option = option;
        this.addresses = addresses;
    }

    AddressSet addresses() {
        return addresses;
    }

    @Override
    public String toString() {
        return option;
    }

    /** Reads the option. */
    static final class Converter implements ITypeConverter<IpFamily> {
        @Override
        public IpFamily convert(String value) {
            for (var family : values()) {
                if (family.option.equals(value)) {
                    return family;
                }
            }
            throw new TypeConversionException("'" + value + "' is none of 4, 6 and all");
        }
    }
}
