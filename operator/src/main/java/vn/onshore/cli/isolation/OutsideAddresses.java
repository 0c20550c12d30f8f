package vn.onshore.cli.isolation;

import picocli.CommandLine.Option;
import vn.onshore.isolation.model.AddressSet;

/** The option that says which addresses outside the cluster an answer is about. */
final class OutsideAddresses {
    @Option(
            names = "--ip-family",
            paramLabel = "4|6|all",
            defaultValue = "4",
            converter = IpFamily.Converter.class,
            description = "Which addresses outside the cluster are looked at. Default: ${DEFAULT-VALUE}")
    private IpFamily family = IpFamily.V4;

    /** @param inside the cluster's own networks */
    AddressSet beyond(AddressSet inside) {
        return family.addresses().minus(inside);
    }
}
