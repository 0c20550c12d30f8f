package vn.onshore.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.live.Registered;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.verify.Circumstance;
import vn.onshore.isolation.verify.Pairs;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.Zoning.Side;
import vn.onshore.isolation.zoning.Zoning.Zone;

/**
 * What zones with {@code internet: Onshore} may reach, held against address data. Registration is all that such data says:
 * nothing here speaks of where an address is in use.
 */
final class OnshoreEgress {
    private OnshoreEgress() {}

    /** The addresses that such zones may reach because of their registration; none if the data must not be used. */
    static AddressSet allowed(Optional<Registered> registered) {
        return registered
                .filter(data -> data.refusals().isEmpty())
                .map(data -> data.data().addresses())
                .orElse(AddressSet.NONE);
    }

    static List<Circumstance> judge(Zoning zoning, Optional<Registered> registered) {
        var said = new ArrayList<Circumstance>();
        if (zoning.zones().stream().anyMatch(zone -> zone.internet() == Internet.Onshore)) {
            registered.stream()
                    .filter(data -> data.refusals().isEmpty())
                    .flatMap(data -> data.data().remarks())
                    .forEach(remark -> said.add(new Circumstance.Remark(remark + ".")));
        }
        for (var zone : zoning.zones()) {
            if (zone.internet() == Internet.Onshore) {
                said.add(registered
                        .map(data -> judge(zoning, zone, data))
                        .orElseGet(() -> new Circumstance.Remark("zone " + zone.name()
                                + " may reach the networks of the boundary's sites. Nothing was given that says in which"
                                + " country they are registered; name it in spec.onshoreAddresses.")));
            }
        }
        return said;
    }

    private static Circumstance judge(Zoning zoning, Zone zone, Registered registered) {
        var pair = new Pairs.Between(new Party.OfZone(zone.name()), new Party.Internet());
        if (!registered.refusals().isEmpty()) {
            return new Circumstance.Doubt(
                    pair,
                    "the address data of spec.onshoreAddresses is not used: "
                            + registered.refusals().getFirst());
        }
        var sites = AddressSet.ofCidrs(zoning.onshore());
        var reachable = zoning.flows().stream()
                .filter(flow -> flow.from().equals(new Side.InZone(zone.name())))
                .flatMap(flow ->
                        flow.to() instanceof Side.Outside outside ? Stream.of(outside.addresses()) : Stream.empty())
                .reduce(sites, AddressSet::union);
        // A private network of a site that the boundary names has a place.
        var placed =
                registered.data().check(reachable, AddressSet.NONE).placeless().intersect(sites);
        var finding = registered.data().check(reachable, placed);
        var sentence = "zone " + zone.name() + ": " + finding.sentence() + ".";
        if (!finding.offending().isEmpty()) {
            return new Circumstance.Leak(pair, sentence);
        }
        return finding.isWithin() ? new Circumstance.Remark(sentence) : new Circumstance.Doubt(pair, sentence);
    }
}
