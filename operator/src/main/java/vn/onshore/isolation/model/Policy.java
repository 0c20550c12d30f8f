package vn.onshore.isolation.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy of any tier. Order between tiers: {@code Admin} by priority, then every NetworkPolicy at once, then {@code
 * Baseline} by priority, then everything is allowed.
 *
 * @param priority lower is looked at first; 0 for a NetworkPolicy
 * @param subject the pods it is about; pods on the node's network never are
 * @param isolatesIngress whether subjects accept only what some NetworkPolicy allows; false outside that tier
 * @param isolatesEgress the same for what subjects may open
 * @param ingress in written order; of a NetworkPolicy they are allowances without order
 */
public record Policy(
        Id id,
        Tier tier,
        int priority,
        PodSelection subject,
        boolean isolatesIngress,
        boolean isolatesEgress,
        List<Rule> ingress,
        List<Rule> egress) {
    public Policy {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    public List<Rule> rules(Direction direction) {
        return direction == Direction.Ingress ? ingress : egress;
    }

    public boolean isolates(Direction direction) {
        return direction == Direction.Ingress ? isolatesIngress : isolatesEgress;
    }

    public enum Direction {
        Ingress,
        Egress;

        /** The direction as the other end has it. */
        public Direction opposite() {
            return this == Ingress ? Egress : Ingress;
        }
    }

    public enum Tier {
        Admin,
        NetworkPolicy,
        Baseline
    }

    /**
     * Which policy it is.
     *
     * @param kind such as {@code NetworkPolicy} or {@code AdminNetworkPolicy}
     * @param namespace empty for a cluster-scoped one
     */
    public record Id(String kind, String namespace, String name) implements Comparable<Id> {
        @Override
        public boolean equals(Object other) {
            return other instanceof Id(var some, var in, var called)
                    && name.equals(called)
                    && namespace.equals(in)
                    && kind.equals(some);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * namespace.hashCode() + name.hashCode()) + kind.hashCode();
        }

        @Override
        public int compareTo(Id other) {
            var byKind = kind.compareTo(other.kind);
            var byNamespace = byKind == 0 ? namespace.compareTo(other.namespace) : byKind;
            return byNamespace == 0 ? name.compareTo(other.name) : byNamespace;
        }

        @Override
        public String toString() {
            return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
        }
    }

    public enum Action {
        /** {@code Allow} in v1alpha1, {@code Accept} in v1alpha2; what every rule of a NetworkPolicy does. */
        Allow,
        Deny,
        /** Nothing more in this tier; the next one decides. */
        Pass
    }

    /**
     * @param index of the rule in its direction, from 0
     * @param name empty if it has none
     * @param peers any of them; a rule without peers is about nobody
     * @param ports any of them; empty for every port
     */
    public record Rule(int index, String name, Action action, List<Peer> peers, List<PortMatch> ports) {
        public Rule {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
        }
    }

    /** The other end of a connection. */
    public sealed interface Peer {
        /** Everybody, in the cluster and outside. */
        record Everyone() implements Peer {}

        record Pods(PodSelection selection) implements Peer {
            @Override
            public boolean equals(Object other) {
                return other instanceof Pods(var some) && selection.equals(some);
            }

            @Override
            public int hashCode() {
                return selection.hashCode();
            }
        }

        /** An {@code ipBlock} without its exceptions, or {@code networks}. Datapaths differ on whether it means pods too. */
        record Addresses(AddressSet addresses) implements Peer {}

        /** Nodes of the cluster, by label; {@code nodes} of the tiered kinds. */
        record Nodes(Selector nodes) implements Peer {}

        /** Destinations by name, which resolve to whatever DNS says: never known here. */
        record DomainNames(List<String> names) implements Peer {}
    }

    /** Which ports a rule is about. */
    public sealed interface PortMatch {
        record Numbers(PortSet ports) implements PortMatch {}

        /**
         * A port by the name that the destination pod gives it.
         *
         * @param protocol null if the destination's declaration decides
         */
        record Named(@Nullable Protocol protocol, String name) implements PortMatch {
            /** The number on a destination; empty if the pod declares no such port, and the rule opens nothing there. */
            public Optional<Pod.NamedPort> on(Pod destination) {
                return destination.ports().stream()
                        .filter(port -> port.name().equals(name) && (protocol == null || port.protocol() == protocol))
                        .findFirst();
            }
        }
    }
}
