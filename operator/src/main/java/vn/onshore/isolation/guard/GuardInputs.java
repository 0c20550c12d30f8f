package vn.onshore.isolation.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.zoning.Zoning;

/**
 * Everything that policies are compiled from.
 *
 * @param flows that are open now, those of break-glass among them
 * @param namespaces of each zone that there are, sorted
 * @param moves of namespaces that still have another zone
 * @param own the cluster's networks, which no rule by address opens
 * @param operator user name of the operator
 * @param probed whether the operator sends packets between the zones, by pods that others must not speak for
 * @param trusted users whose changes pass: the operator, and the controllers that delete what lost its owner or namespace
 */
public record GuardInputs(
        String name,
        String uid,
        Zoning zoning,
        List<Zoning.Flow> flows,
        Map<String, List<String>> namespaces,
        List<Zoning.Move> moves,
        Networks own,
        Optional<Zoning.Dns> dns,
        String operator,
        boolean probed,
        List<String> trusted,
        ServerFeatures server) {
    public GuardInputs {
        flows = List.copyOf(flows);
        namespaces = Map.copyOf(namespaces);
        moves = List.copyOf(moves);
        trusted = List.copyOf(trusted);
    }

    /** The flows that end in a zone. */
    List<Zoning.Flow> into(String zone) {
        return flows.stream()
                .filter(flow -> flow.to() instanceof Zoning.Side.InZone(var name) && name.equals(zone))
                .toList();
    }

    /** The flows that begin in a zone. */
    List<Zoning.Flow> outOf(String zone) {
        return flows.stream()
                .filter(flow -> flow.from() instanceof Zoning.Side.InZone(var name) && name.equals(zone))
                .toList();
    }
}
