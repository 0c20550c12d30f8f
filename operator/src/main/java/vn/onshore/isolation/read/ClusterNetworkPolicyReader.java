package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.manifest.Tree;

/** Reads a ClusterNetworkPolicy of {@code policy.networking.k8s.io/v1alpha2}. */
public final class ClusterNetworkPolicyReader {
    public static final String KIND = "ClusterNetworkPolicy";

    private static final int MOST = 25;
    private static final Set<String> SPEC = Set.of("tier", "priority", "subject", "ingress", "egress");
    private static final Set<String> PROTOCOL = Set.of("tcp", "udp", "sctp", "destinationNamedPort");
    private static final Set<String> PORTS = Set.of("destinationPort");
    private static final Set<String> PORT = Set.of("number", "range");
    private static final Set<String> RANGE = Set.of("start", "end");

    private static final TieredRules RULES = new TieredRules(
            Map.of("Accept", Action.Allow, "Deny", Action.Deny, "Pass", Action.Pass),
            MOST,
            MOST,
            Set.of("namespaces", "pods", "networks", "nodes", "domainNames"),
            "protocols",
            ClusterNetworkPolicyReader::protocols,
            false);

    private ClusterNetworkPolicyReader() {}

    /** @param object the whole object */
    public static PolicyReading read(Tree object) {
        var id = new Policy.Id(KIND, "", ObjectNames.name(object));
        try {
            var root = Field.root(object.value(), true);
            ObjectNames.require(root);
            return new PolicyReading.Evaluated(policy(id, root.required("spec")));
        } catch (Unfit unfit) {
            return unfit.reading(id);
        }
    }

    private static Policy policy(Policy.Id id, Field spec) throws Unfit {
        spec.only(SPEC);
        return new Policy(
                id,
                tier(spec.required("tier")),
                spec.required("priority").integer(0, TieredRules.HIGHEST_PRIORITY),
                RULES.subject(spec.required("subject")),
                false,
                false,
                RULES.ingress(spec),
                RULES.egress(spec));
    }

    private static Tier tier(Field field) throws Unfit {
        return switch (field.text()) {
            case "Admin" -> Tier.Admin;
            case "Baseline" -> Tier.Baseline;
            default -> throw Unfit.refused(field, "it must be Admin or Baseline");
        };
    }

    private static List<PortMatch> protocols(Field field) throws Unfit {
        var ports = new ArrayList<PortMatch>();
        for (var item : field.items(field.isSet() ? 1 : 0, MOST)) {
            ports.add(protocol(item.oneOf(PROTOCOL)));
        }
        return ports;
    }

    private static PortMatch protocol(Field field) throws Unfit {
        return switch (field.step()) {
            case ".tcp" -> new PortMatch.Numbers(ports(Protocol.TCP, field));
            case ".udp" -> new PortMatch.Numbers(ports(Protocol.UDP, field));
            case ".sctp" -> new PortMatch.Numbers(ports(Protocol.SCTP, field));
            default -> new PortMatch.Named(null, field.text());
        };
    }

    /** Any port of the protocol if none is named. */
    private static PortSet ports(Protocol protocol, Field field) throws Unfit {
        field.only(PORTS);
        if (!field.at("destinationPort").isSet()) {
            return PortSet.of(protocol);
        }
        var port = field.at("destinationPort").oneOf(PORT);
        if (port.step().equals(".number")) {
            return PortSet.of(protocol, port.integer(PortSet.FIRST, PortSet.LAST));
        }
        port.only(RANGE);
        return Ranges.ascending(protocol, port);
    }
}
