package vn.onshore.cli.isolation;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Peer;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Selector.Operator;
import vn.onshore.isolation.model.Selector.Requirement;

/** A spec, with the networks of its boundary's sites, as what it lets be open. What is wrong goes to {@code problem}. */
record DeclaredPlan(NetworkIsolationSpec spec, List<Site> sites, Consumer<String> problem) {

    ZonePlan plan() {
        var onshore = sites.stream().map(DeclaredPlan::networks).reduce(AddressSet.NONE, AddressSet::union);
        var zones = spec.zones().stream()
                .map(zone -> new ZonePlan.Zone(
                        zone.name(), selector(zone.namespaceSelector()), internet(zone.internet(), onshore)))
                .toList();
        var flows = new ArrayList<ZonePlan.Flow>();
        for (var i = 0; i < spec.flows().size(); i++) {
            var flow = spec.flows().get(i);
            var path = "spec.flows[" + i + "]";
            var from = end(path + ".from", flow.from());
            var to = end(path + ".to", flow.to());
            var ports = ports(path + ".ports", flow.ports());
            if (from.isPresent() && to.isPresent()) {
                flows.add(new ZonePlan.Flow(from.get(), to.get(), ports));
            }
        }
        return new ZonePlan(zones, flows, List.of());
    }

    private static AddressSet internet(@Nullable Internet internet, AddressSet onshore) {
        return switch (internet) {
            case null -> AddressSet.NONE;
            case Deny -> AddressSet.NONE;
            case Onshore -> onshore;
            case Any -> AddressSet.ALL;
        };
    }

    private static AddressSet networks(Site site) {
        return AddressSet.ofCidrs(
                site.cidrs().stream().flatMap(text -> Cidr.parse(text).stream()).toList());
    }

    private static Selector selector(LabelSelector selector) {
        return Selector.of(
                selector.getMatchLabels(),
                selector.getMatchExpressions().stream()
                        .map(each ->
                                new Requirement(each.getKey(), Operator.valueOf(each.getOperator()), each.getValues()))
                        .toList());
    }

    private Optional<End> end(String path, Peer peer) {
        if (peer.zone() != null) {
            if (spec.zones().stream().anyMatch(zone -> zone.name().equals(peer.zone()))) {
                return Optional.of(new End.InZone(peer.zone(), Optional.empty()));
            }
            problem.accept(path + ".zone names no zone of spec.zones");
            return Optional.empty();
        }
        if (peer.site() != null) {
            var site =
                    sites.stream().filter(one -> one.id().equals(peer.site())).findFirst();
            if (site.isEmpty()) {
                problem.accept(path + ".site names no site of OnshoreBoundary "
                        + spec.boundaryRef().name() + "; name its file by --shadow as well");
            }
            return site.map(DeclaredPlan::networks).map(End.Addresses::new);
        }
        var cidrs = new ArrayList<Cidr>();
        peer.cidrs()
                .forEach(text -> Cidr.parse(text)
                        .ifPresentOrElse(
                                cidrs::add, () -> problem.accept(path + ".cidrs has a range with host bits, or none")));
        return Optional.of(new End.Addresses(AddressSet.ofCidrs(cidrs)));
    }

    private PortSet ports(String path, List<String> texts) {
        try {
            return texts.stream().map(DeclaredPlan::port).reduce(PortSet.NONE, PortSet::union);
        } catch (IllegalArgumentException outOfRange) {
            problem.accept(path + " has a port above 65535, or a range that ends before it begins");
            return PortSet.NONE;
        }
    }

    /** The definition of the resource holds ports to their form; it is checked when the spec is read. */
    private static PortSet port(String text) {
        var slash = text.indexOf('/');
        var dash = text.indexOf('-');
        return PortSet.of(
                Protocol.valueOf(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1, dash < 0 ? text.length() : dash)),
                Integer.parseInt(text.substring(Math.max(slash, dash) + 1)));
    }
}
