package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Action;
import vn.onshore.isolation.model.Policy.Peer;
import vn.onshore.isolation.model.Policy.PortMatch;
import vn.onshore.isolation.model.Policy.Rule;
import vn.onshore.isolation.model.Selector;
import vn.onshore.manifest.Quoted;

/**
 * What the kinds of {@code policy.networking.k8s.io} have in common: subjects, peers and rules in written order.
 *
 * @param actions by the word for them
 * @param mostRules of a direction
 * @param mostPeers of a rule
 * @param egressPeers the fields that an egress peer may have
 * @param portsKey the field of a rule that says which ports it is about
 * @param ports reads that field
 * @param namespaceRequired whether {@code pods} needs a namespaceSelector
 */
record TieredRules(
        Map<String, Action> actions,
        int mostRules,
        int mostPeers,
        Set<String> egressPeers,
        String portsKey,
        Ports ports,
        boolean namespaceRequired) {
    static final String GROUP = "policy.networking.k8s.io";
    static final int HIGHEST_PRIORITY = 1000;

    private static final int MOST_ADDRESSES = 25;
    private static final int MOST_NAMES = 25;
    private static final int LONGEST_NAME = 100;
    private static final Set<String> INSIDE = Set.of("namespaces", "pods");

    /** Reads the ports of a rule. */
    interface Ports {
        List<PortMatch> read(Field field) throws Unfit;
    }

    PodSelection subject(Field field) throws Unfit {
        return selection(field.oneOf(INSIDE));
    }

    List<Rule> ingress(Field spec) throws Unfit {
        return rules(spec.at("ingress"), "from", INSIDE);
    }

    List<Rule> egress(Field spec) throws Unfit {
        return rules(spec.at("egress"), "to", egressPeers);
    }

    private PodSelection selection(Field field) throws Unfit {
        return field.step().equals(".pods")
                ? SelectorReader.pods(field, namespaceRequired)
                : PodSelection.across(SelectorReader.selector(field), Selector.EVERYTHING);
    }

    private List<Rule> rules(Field field, String peersKey, Set<String> peerFields) throws Unfit {
        var rules = new ArrayList<Rule>();
        var known = Set.of("name", "action", peersKey, portsKey);
        for (var item : field.items(0, mostRules)) {
            item.only(known);
            var peers = new ArrayList<Peer>();
            for (var peer : item.at(peersKey).items(1, mostPeers)) {
                peers.add(peer(peer.oneOf(peerFields)));
            }
            var rule = new Rule(
                    rules.size(),
                    name(item.at("name")),
                    action(item.required("action")),
                    peers,
                    ports.read(item.at(portsKey)));
            check(item, rule);
            rules.add(rule);
        }
        return rules;
    }

    /** What the fields of a rule must not say together. */
    private void check(Field field, Rule rule) throws Unfit {
        var named = rule.ports().stream().anyMatch(PortMatch.Named.class::isInstance);
        for (var peer : rule.peers()) {
            if (named && !(peer instanceof Peer.Pods)) {
                throw Unfit.refused(
                        field.at(portsKey),
                        "a named port goes with pods and namespaces only, because others name no ports");
            }
            if (peer instanceof Peer.DomainNames && rule.action() != Action.Allow) {
                throw Unfit.refused(field.at("action"), "domainNames can only be allowed");
            }
        }
    }

    private static String name(Field field) throws Unfit {
        var name = field.text();
        if (name.length() > LONGEST_NAME) {
            throw Unfit.refused(field, "it is longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private Action action(Field field) throws Unfit {
        var action = actions.get(field.text());
        if (action == null) {
            throw Unfit.refused(
                    field,
                    "it must be one of "
                            + String.join(
                                    ", ", actions.keySet().stream().sorted().toList()));
        }
        return action;
    }

    private Peer peer(Field field) throws Unfit {
        return switch (field.step()) {
            case ".networks" -> new Peer.Addresses(addresses(field));
            case ".nodes" -> new Peer.Nodes(SelectorReader.selector(field));
            case ".domainNames" -> new Peer.DomainNames(domainNames(field));
            default -> new Peer.Pods(selection(field));
        };
    }

    private static AddressSet addresses(Field field) throws Unfit {
        var cidrs = new ArrayList<Cidr>();
        for (var item : field.items(1, MOST_ADDRESSES)) {
            cidrs.add(Cidrs.read(item, true));
        }
        return AddressSet.ofCidrs(cidrs);
    }

    private static List<String> domainNames(Field field) throws Unfit {
        var names = new ArrayList<String>();
        for (var item : field.items(1, MOST_NAMES)) {
            if (!Syntax.isDomainName(item.text())) {
                throw Unfit.refused(item, "\"" + Quoted.shortened(item.text()) + "\" is no domain name");
            }
            names.add(item.text());
        }
        return names;
    }
}
