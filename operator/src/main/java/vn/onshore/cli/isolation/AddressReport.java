package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.address.AddressCounts;
import vn.onshore.isolation.address.AddressSource;
import vn.onshore.isolation.address.OnshoreAddresses;
import vn.onshore.isolation.address.OnshoreAddresses.Refusal;
import vn.onshore.isolation.address.Registry;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Problem;

/**
 * What is told of a set of addresses.
 *
 * @param checkedAs what became of {@code --check}; empty if nothing was to be checked
 */
record AddressReport(OnshoreAddresses addresses, List<Refusal> refusals, String checkedAs) {

    void text(Writer out) throws IOException {
        for (var source : addresses.sources()) {
            out.write(source.name() + ": " + source.quoted() + ", " + AddressCounts.of(source.addresses())
                    + "\n  sha256 " + source.sha256() + "\n");
        }
        out.write("registered in " + addresses.country() + ": " + addresses.counts() + ", in "
                + addresses.addresses().cidrs().size() + " prefixes\n");
        if (!checkedAs.isEmpty()) {
            out.write(checkedAs + "\n");
        }
    }

    void cidrs(Writer out) throws IOException {
        for (var cidr : addresses.addresses().cidrs()) {
            out.write(cidr + "\n");
        }
    }

    void json(Writer out) throws IOException {
        var json = new LinkedHashMap<String, Object>();
        json.put("country", addresses.country());
        json.putAll(counts(addresses.counts()));
        json.put(
                "sources", addresses.sources().stream().map(AddressReport::json).toList());
        json.put("missingRegistries", names(addresses.missing()));
        json.put("refusals", refusals.stream().map(Refusal::sentence).toList());
        if (!checkedAs.isEmpty()) {
            json.put("checked", checkedAs);
        }
        json.put(
                "cidrs",
                addresses.addresses().cidrs().stream().map(Cidr::toString).toList());
        out.write(Json.write(json) + "\n");
    }

    private static Map<String, Object> json(AddressSource source) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", source.name());
        json.put("registries", names(source.registries()));
        json.put("serial", source.serial());
        json.put("date", source.date() == null ? "" : source.date().toString());
        json.put("sha256", source.sha256());
        json.putAll(counts(AddressCounts.of(source.addresses())));
        json.put("problems", source.problems().stream().map(Problem::toString).toList());
        json.put("unusableLines", source.unusable());
        return json;
    }

    private static List<String> names(Set<Registry> registries) {
        return registries.stream().map(Registry::toString).sorted().toList();
    }

    private static Map<String, Object> counts(AddressCounts counts) {
        return new TreeMap<>(Map.of("ipv4Addresses", counts.ipv4(), "ipv6Networks48", counts.ipv6()));
    }
}
