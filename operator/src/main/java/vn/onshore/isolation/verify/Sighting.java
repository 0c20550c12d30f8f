package vn.onshore.isolation.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Selector;

/**
 * What one raw object shows that the {@link vn.onshore.isolation.model.World} has no place for. Small, so that a cluster's
 * can be kept when its objects are not. {@link Sightings} reads them.
 */
public sealed interface Sighting {
    /** A pod, or a workload's template, with networks besides the cluster's. */
    record SecondaryNetworks(String namespace, String pod, List<String> networks) implements Sighting {
        public SecondaryNetworks {
            networks = List.copyOf(networks);
        }
    }

    /** A pod, or a workload's template, with a privileged container. */
    record Privileged(String namespace, String pod) implements Sighting {}

    /**
     * A Service that leads elsewhere than to the pods that it selects, or lets somebody in.
     *
     * @param selector of the pods behind it; null if it has none
     * @param externalName empty unless it is an ExternalName
     * @param externalIps addresses that nodes answer for
     * @param admits whether nodes or a load balancer take connections for it
     * @param keepsSource whether such connections keep the client's address
     * @param ports of the pods behind it
     */
    record OutwardService(
            String namespace,
            String name,
            @Nullable Selector selector,
            String externalName,
            List<String> externalIps,
            boolean admits,
            boolean keepsSource,
            List<TargetPort> ports)
            implements Sighting {
        public OutwardService {
            externalIps = List.copyOf(externalIps);
            ports = List.copyOf(ports);
        }
    }

    /** @param port a number, or the name that pods give it */
    record TargetPort(String protocol, String port) {}

    /**
     * Where a Service leads, by an EndpointSlice or an Endpoints object.
     *
     * @param by kind and name of the object
     * @param service empty if it names none
     * @param names what is no address
     */
    record Destinations(String namespace, String by, String service, List<IpAddress> addresses, List<String> names)
            implements Sighting {
        public Destinations {
            addresses = List.copyOf(addresses);
            names = List.copyOf(names);
        }
    }

    /**
     * An object of a kind that may decide who reaches whom, and is not evaluated.
     *
     * @param kind with its group, such as {@code CiliumNetworkPolicy.cilium.io}
     * @param namespace empty if it is cluster-scoped
     * @param bearing what such objects can do
     */
    record ForeignPolicy(String kind, String namespace, String name, Bearing bearing) implements Sighting {}

    /** What objects of a kind can do to what NetworkPolicies decide. */
    enum Bearing {
        /** Open a way that they close, for pods of its namespace, or for all if it has none. */
        OpensOwn,
        /** Open a way that they close, for pods anywhere. */
        OpensAny,
        /** Close, or only preview. */
        OpensNothing
    }

    /** A policy of an evaluated kind that could not be understood, or that no API server would accept. */
    record RefusedPolicy(Policy.Id id, String why) implements Sighting {}

    /** A kind whose objects could not be read. */
    record UnreadKind(String kind, String why) implements Sighting {}
}
