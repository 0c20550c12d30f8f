package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Policy.Tier;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;

/** Reads a NetworkPolicy of {@code networking.k8s.io/v1}, by every rule of the API server's validation. */
public final class NetworkPolicyReader {
    public static final String KIND = "NetworkPolicy";

    private static final Set<String> SPEC = Set.of("podSelector", "policyTypes", "ingress", "egress");
    private static final Set<String> PEER = Set.of("podSelector", "namespaceSelector", "ipBlock");
    private static final Set<String> BLOCK = Set.of("cidr", "except");
    private static final Set<String> PORT = Set.of("protocol", "port", "endPort");
    private static final int MOST_TYPES = 2;

    private final String namespace;

    /** Whether a server has taken the object once, under rules that may have been laxer than those for new ones. */
    private final boolean stored;

    private NetworkPolicyReader(String namespace, boolean stored) {
        this.namespace = namespace;
        this.stored = stored;
    }

    /** @param object the whole object; without a namespace it is in {@code default} */
    public static PolicyReading read(Tree object) {
        var namespace = ObjectNames.namespace(object);
        var id = new Policy.Id(KIND, namespace, ObjectNames.name(object));
        try {
            var root = Field.root(object.value(), false);
            ObjectNames.require(root);
            var reader = new NetworkPolicyReader(
                    namespace, object.at("metadata", "uid").isPresent());
            return new PolicyReading.Evaluated(reader.policy(id, root.at("spec")));
        } catch (Unfit unfit) {
            return unfit.reading(id);
        }
    }

    /** Rules of a direction that the policy is not about are checked, and have no effect. */
    private Policy policy(Policy.Id id, Field spec) throws Unfit {
        spec.only(SPEC);
        var subject = PodSelection.in(namespace, SelectorReader.selector(spec.at("podSelector")));
        var ingress = rules(spec.at("ingress"), "from");
        var egress = rules(spec.at("egress"), "to");
        var types = types(spec.at("policyTypes"));
        var isolatesIngress = types.isEmpty() || types.contains("Ingress");
        var isolatesEgress = types.isEmpty() ? !egress.isEmpty() : types.contains("Egress");
        return new Policy(
                id,
                Tier.NetworkPolicy,
                0,
                subject,
                isolatesIngress,
                isolatesEgress,
                isolatesIngress ? ingress : List.of(),
                isolatesEgress ? egress : List.of());
    }

    private static List<String> types(Field field) throws Unfit {
        var types = new ArrayList<String>();
        for (var item : field.items(0, MOST_TYPES)) {
            var type = item.text();
            if (!type.equals("Ingress") && !type.equals("Egress")) {
                throw Unfit.refused(item, "it must be Ingress or Egress");
            }
            types.add(type);
        }
        return types;
    }

    private List<Rule> rules(Field field, String peersKey) throws Unfit {
        var rules = new ArrayList<Rule>();
        var known = Set.of("ports", peersKey);
        for (var item : field.items()) {
            item.only(known);
            var peers = new ArrayList<Peer>();
            for (var peer : item.at(peersKey).items()) {
                peers.add(peer(peer));
            }
            var ports = new ArrayList<PortMatch>();
            for (var port : item.at("ports").items()) {
                ports.add(port(port));
            }
            rules.add(new Rule(
                    rules.size(), "", Action.Allow, peers.isEmpty() ? List.of(new Peer.Everyone()) : peers, ports));
        }
        return rules;
    }

    private Peer peer(Field field) throws Unfit {
        field.only(PEER);
        var block = field.at("ipBlock");
        var pods = field.at("podSelector");
        var namespaces = field.at("namespaceSelector");
        if (!block.isSet() && !pods.isSet() && !namespaces.isSet()) {
            throw Unfit.refused(
                    field,
                    "it must have a podSelector, a namespaceSelector or an ipBlock; for everybody leave the whole list out");
        }
        if (block.isSet()) {
            if (pods.isSet() || namespaces.isSet()) {
                throw Unfit.refused(field, "an ipBlock stands alone; write the selectors as another item");
            }
            return new Peer.Addresses(addresses(block));
        }
        var selector = SelectorReader.selector(pods);
        return new Peer.Pods(
                namespaces.isSet()
                        ? PodSelection.across(SelectorReader.selector(namespaces), selector)
                        : PodSelection.in(namespace, selector));
    }

    private AddressSet addresses(Field block) throws Unfit {
        block.only(BLOCK);
        var cidr = Cidrs.read(block.required("cidr"), stored);
        var except = new ArrayList<AddressRange>();
        for (var item : block.at("except").items()) {
            var hole = Cidrs.read(item, stored);
            if (!cidr.contains(hole.network()) || hole.prefix() <= cidr.prefix()) {
                throw Unfit.refused(item, hole + " is not strictly inside " + cidr);
            }
            except.add(AddressRange.of(hole));
        }
        var all = AddressSet.of(AddressRange.of(cidr));
        return except.isEmpty() ? all : all.minus(AddressSet.of(except));
    }

    private static PortMatch port(Field field) throws Unfit {
        field.only(PORT);
        var protocol = protocol(field.at("protocol"));
        var port = field.at("port");
        var end = field.at("endPort");
        if (!port.isSet()) {
            if (end.isSet()) {
                throw Unfit.refused(end, "it needs a port to begin at");
            }
            return new PortMatch.Numbers(PortSet.of(protocol));
        }
        if (port.value() instanceof String name) {
            if (end.isSet()) {
                throw Unfit.refused(end, "it needs a numeric port, and the port is a name");
            }
            return new PortMatch.Named(protocol, portName(port, name));
        }
        var first = port.integer(PortSet.FIRST, PortSet.LAST);
        var last = end.isSet() ? end.integer(PortSet.FIRST, PortSet.LAST) : first;
        if (last < first) {
            throw Unfit.refused(end, last + " is below the port " + first);
        }
        return new PortMatch.Numbers(PortSet.of(protocol, first, last));
    }

    static String portName(Field field, String name) throws Unfit {
        if (!Syntax.isPortName(name)) {
            throw Unfit.refused(
                    field,
                    "\"" + Quoted.shortened(name)
                            + "\" is no name of a port: at most 15 of a-z, 0-9 and -, a letter among them; a number goes"
                            + " without quotes");
        }
        return name;
    }

    /** TCP if it is absent. */
    static Protocol protocol(Field field) throws Unfit {
        return switch (field.text()) {
            case "" -> {
                if (field.isSet()) {
                    throw Unfit.refused(field, "it must be TCP, UDP or SCTP");
                }
                yield Protocol.TCP;
            }
            case "TCP" -> Protocol.TCP;
            case "UDP" -> Protocol.UDP;
            case "SCTP" -> Protocol.SCTP;
            default -> throw Unfit.refused(field, "it must be TCP, UDP or SCTP");
        };
    }
}
