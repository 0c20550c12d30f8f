package vn.onshore.isolation.address;

import java.util.stream.Stream;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;

/** Addresses that no registry delegates, by the IANA Special-Purpose Address Registries (RFC 6890). */
final class SpecialAddresses {
    static final AddressSet ALL = AddressSet.ofCidrs(Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "224.0.0.0/3",
                    "::/127",
                    "fc00::/7",
                    "fe80::/10",
                    "ff00::/8")
            .map(cidr -> Cidr.parse(cidr).orElseThrow())
            .toList());

    private SpecialAddresses() {}
}
