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
import vn.onshore.manifest.Tree;

/** Reads AdminNetworkPolicy and BaselineAdminNetworkPolicy of {@code policy.networking.k8s.io/v1alpha1}. */
public final class AdminPolicyReader {
    public static final String ADMIN = "AdminNetworkPolicy";
    public static final String BASELINE = "BaselineAdminNetworkPolicy";

    private static final int MOST = 100;
    private static final String BASELINE_NAME = "default";
    private static final Set<String> ADMIN_SPEC = Set.of("priority", "subject", "ingress", "egress");
    private static final Set<String> BASELINE_SPEC = Set.of("subject", "ingress", "egress");
    private static final Set<String> PORT = Set.of("portNumber", "portRange", "namedPort");
    private static final Set<String> NUMBER = Set.of("protocol", "port");
    private static final Set<String> RANGE = Set.of("protocol", "start", "end");

    private static final TieredRules ADMIN_RULES = new TieredRules(
            Map.of("Allow", Action.Allow, "Deny", Action.Deny, "Pass", Action.Pass),
            MOST,
            MOST,
            Set.of("namespaces", "pods", "networks", "nodes", "domainNames"),
            "ports",
            AdminPolicyReader::ports,
            true);
    private static final TieredRules BASELINE_RULES = new TieredRules(
            Map.of("Allow", Action.Allow, "Deny", Action.Deny),
            MOST,
            MOST,
            Set.of("namespaces", "pods", "networks", "nodes"),
            "ports",
            AdminPolicyReader::ports,
            true);

    private AdminPolicyReader() {}

    /** @param object the whole object; of which of the two kinds it is, is seen by its {@code kind} */
    public static PolicyReading read(Tree object) {
        var baseline = object.at("kind").text().equals(BASELINE);
        var id = new Policy.Id(baseline ? BASELINE : ADMIN, "", ObjectNames.name(object));
        try {
            var root = Field.root(object.value(), true);
            ObjectNames.require(root);
            var spec = root.required("spec");
            return new PolicyReading.Evaluated(baseline ? baseline(id, root, spec) : admin(id, spec));
        } catch (Unfit unfit) {
            return unfit.reading(id);
        }
    }

    private static Policy admin(Policy.Id id, Field spec) throws Unfit {
        spec.only(ADMIN_SPEC);
        var priority = spec.required("priority").integer(0, TieredRules.HIGHEST_PRIORITY);
        return policy(id, Tier.Admin, priority, spec, ADMIN_RULES);
    }

    private static Policy baseline(Policy.Id id, Field root, Field spec) throws Unfit {
        if (!id.name().equals(BASELINE_NAME)) {
            throw Unfit.refused(root.at("metadata").at("name"), "the only one there may be is called " + BASELINE_NAME);
        }
        if (spec.at("priority").isSet()) {
            throw Unfit.refused(spec.at("priority"), "a " + BASELINE + " has none");
        }
        spec.only(BASELINE_SPEC);
        return policy(id, Tier.Baseline, 0, spec, BASELINE_RULES);
    }

    private static Policy policy(Policy.Id id, Tier tier, int priority, Field spec, TieredRules rules) throws Unfit {
        var subject = rules.subject(spec.required("subject"));
        return new Policy(id, tier, priority, subject, false, false, rules.ingress(spec), rules.egress(spec));
    }

    private static List<PortMatch> ports(Field field) throws Unfit {
        var ports = new ArrayList<PortMatch>();
        for (var item : field.items(field.isSet() ? 1 : 0, MOST)) {
            ports.add(port(item.oneOf(PORT)));
        }
        return ports;
    }

    private static PortMatch port(Field field) throws Unfit {
        return switch (field.step()) {
            case ".namedPort" -> new PortMatch.Named(null, field.text());
            case ".portNumber" -> {
                field.only(NUMBER);
                var port = field.required("port").integer(PortSet.FIRST, PortSet.LAST);
                yield new PortMatch.Numbers(PortSet.of(NetworkPolicyReader.protocol(field.at("protocol")), port));
            }
            default -> {
                field.only(RANGE);
                var protocol = NetworkPolicyReader.protocol(field.at("protocol"));
                yield new PortMatch.Numbers(Ranges.any(protocol, field));
            }
        };
    }
}
