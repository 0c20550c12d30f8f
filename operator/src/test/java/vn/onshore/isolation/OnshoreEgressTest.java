package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.ZoneRole;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.address.OnshoreAddresses;
import vn.onshore.isolation.address.SourceReader;
import vn.onshore.isolation.live.Registered;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.verify.Circumstance;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.Zoning.Side;

class OnshoreEgressTest {
    private static final Registered USABLE = new Registered(data(), List.of());

    @Test
    void withoutDataNothingIsClaimed() {
        assertThat(OnshoreEgress.allowed(Optional.empty())).isEqualTo(AddressSet.NONE);
        assertThat(judge("203.162.8.0/24", Optional.empty()))
                .isInstanceOfSatisfying(
                        Circumstance.Remark.class,
                        remark -> assertThat(remark.sentence()).contains("zone edge", "spec.onshoreAddresses"));
    }

    @Test
    void whatIsRegisteredElsewhereIsALeakAndPrivateSitesAreNot() {
        assertThat(judge("203.162.8.0/24", Optional.of(USABLE))).isInstanceOf(Circumstance.Remark.class);
        assertThat(judge("8.8.8.0/24", Optional.of(USABLE)))
                .isInstanceOfSatisfying(
                        Circumstance.Leak.class,
                        leak -> assertThat(leak.sentence())
                                .contains("8.8.8.0", "is not registered in VN", "2026-11-01"));
        assertThat(judge("172.16.0.0/16", Optional.of(USABLE))).isInstanceOf(Circumstance.Doubt.class);
    }

    @Test
    void dataThatIsRefusedOpensNothing() {
        var refused = Optional.of(new Registered(data(), List.of("it is of 2020")));
        assertThat(OnshoreEgress.allowed(refused)).isEqualTo(AddressSet.NONE);
        assertThat(OnshoreEgress.allowed(Optional.of(USABLE))).isNotEqualTo(AddressSet.NONE);
        assertThat(judge("203.162.8.0/24", refused))
                .isInstanceOfSatisfying(
                        Circumstance.Doubt.class,
                        doubt -> assertThat(doubt.sentence()).contains("it is of 2020"));
    }

    @Test
    void registriesThatAreNotAmongTheDataAreNamed() {
        assertThat(all("203.162.8.0/24", Optional.of(USABLE)))
                .filteredOn(Circumstance.Remark.class::isInstance)
                .extracting(Circumstance::sentence)
                .anyMatch(sentence -> sentence.startsWith("no file of") && sentence.contains("registered in VN"));
    }

    /** The one zone with Onshore, with a flow to a range, and a site with a private network. */
    private static Circumstance judge(String destination, Optional<Registered> registered) {
        var said = all(destination, registered).stream()
                .filter(each -> !each.sentence().startsWith("no file of"))
                .toList();
        assertThat(said).hasSize(1);
        return said.getFirst();
    }

    private static List<Circumstance> all(String destination, Optional<Registered> registered) {
        var edge = new Zoning.Zone("edge", ZoneRole.DMZ, Selector.EVERYTHING, Internet.Onshore);
        var apart = new Zoning.Zone("apart", ZoneRole.Internal, Selector.EVERYTHING, Internet.Deny);
        var flow = new Zoning.Flow(
                new Side.InZone("edge"),
                new Side.Outside(null, List.of(cidr(destination))),
                PortSet.of(Protocol.TCP, 443));
        var zoning = new Zoning(
                List.of(edge, apart), List.of(flow), List.of(), List.of(), List.of(), List.of(cidr("10.10.0.0/16")));
        return OnshoreEgress.judge(zoning, registered);
    }

    private static OnshoreAddresses data() {
        var list = "# date: 2026-11-01\n203.162.0.0/16\n";
        try {
            var source = new SourceReader("VN", AddressSet.NONE)
                    .read("vn.txt", new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)));
            return OnshoreAddresses.of("VN", List.of(source));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
