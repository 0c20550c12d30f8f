package vn.onshore.isolation.read;

import java.util.Collection;
import java.util.Set;
import vn.onshore.boundary.Cidr;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Direction;
import vn.onshore.manifest.Tree;

/**
 * The CIDRs that policies write, exceptions too, one by one. What their rules mean are sets, in which neighbours are joined;
 * reports begin a new range wherever one of these begins or ends.
 */
final class WrittenRanges {
    private WrittenRanges() {}

    /**
     * @param object what the policy was read from
     * @param policy as it was read: a direction that it is not about has no rules
     */
    static void collect(Tree object, Policy policy, Set<Cidr> into) {
        if (!policy.rules(Direction.Ingress).isEmpty()) {
            rules(object.at("spec", "ingress"), "from", into);
        }
        if (!policy.rules(Direction.Egress).isEmpty()) {
            rules(object.at("spec", "egress"), "to", into);
        }
    }

    private static void rules(Tree rules, String peers, Set<Cidr> into) {
        for (var rule : rules.items()) {
            for (var peer : rule.at(peers).items()) {
                var block = peer.at("ipBlock");
                if (block.isPresent()) {
                    add(block.at("cidr").text(), into);
                    add(block.at("except").texts(), into);
                }
                add(peer.at("networks").texts(), into);
            }
        }
    }

    private static void add(Collection<String> texts, Set<Cidr> into) {
        texts.forEach(text -> add(text, into));
    }

    private static void add(String text, Set<Cidr> into) {
        Cidr.masked(text).ifPresent(into::add);
    }
}
