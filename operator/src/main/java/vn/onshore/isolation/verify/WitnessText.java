package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import vn.onshore.isolation.engine.Exposure;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.End;
import vn.onshore.isolation.engine.ZoneMatrix.OpenEnd;
import vn.onshore.isolation.model.PodSelection;
import vn.onshore.isolation.model.Policy.Direction;

/**
 * What the engine found open between two parties, as sentences.
 *
 * @param untold how many more leaks there are than sentences
 */
record WitnessText(List<String> sentences, long untold) {
    static final WitnessText NOTHING = new WitnessText(List.of(), 0);

    static WitnessText of(Cell cell) {
        var sentences = new ArrayList<String>();
        cell.witnesses().stream()
                .limit(ZoneVerdict.MOST_SENTENCES)
                .forEach(witness -> sentences.add(end(witness.from()) + " can open " + witness.ports() + " to "
                        + end(witness.to()) + ", which the plan does not allow"));
        var told = sentences.size();
        if (told == 0 && cell.leaks() > 0) {
            sentences.add(cell.leaks() + " pairs can connect, which the plan does not allow");
        }
        if (!cell.transitive().isEmpty()) {
            sentences.add("in several steps: "
                    + cell.transitive().stream().map(WitnessText::hop).collect(Collectors.joining(", then ")));
        }
        cell.exposures().stream()
                .limit(ZoneVerdict.MOST_SENTENCES)
                .forEach(exposure -> sentences.add(exposure(exposure)));
        var opening = cell.opening();
        if (opening != null) {
            sentences.add(end(opening.from()) + " could open " + opening.ports() + " to " + end(opening.to())
                    + why(opening.from()) + why(opening.to()));
        }
        var exposed = Math.max(0, cell.exposures().size() - ZoneVerdict.MOST_SENTENCES);
        return new WitnessText(sentences, (told == 0 ? 0 : cell.leaks() - told) + exposed);
    }

    private static String hop(ZoneMatrix.Hop hop) {
        return end(hop.from()) + " to " + end(hop.to()) + " on " + hop.ports();
    }

    private static String end(OpenEnd end) {
        return switch (end) {
            case OpenEnd.OfNewcomers(var namespace, var pods, var policy) ->
                (pods.selectsEverything() ? "pods" : "pods with labels " + pods) + " that may come to namespace "
                        + namespace;
            case OpenEnd.OfNoZone() -> "pods in no zone";
            case OpenEnd.OfAddresses(var range) -> range.toString();
        };
    }

    private static String why(OpenEnd end) {
        return switch (end) {
            case OpenEnd.OfNewcomers(var namespace, var pods, var policy) ->
                policy == null
                        ? "; in namespace " + namespace + " no policy is about every pod"
                        : "; " + policy + " lets it through";
            case OpenEnd.OfNoZone() -> "";
            case OpenEnd.OfAddresses(var range) -> "";
        };
    }

    private static String end(End end) {
        return switch (end) {
            case End.OfPod(var namespace, var name) -> namespace + "/" + name;
            case End.OfNewcomer(var zone) -> "pods that may come to zone " + zone;
            case End.OfAddresses(var range) -> range.toString();
        };
    }

    /** No such pod has to exist: whoever may make one, or may label one, has the way open. */
    private static String exposure(Exposure exposure) {
        var peer = switch (exposure.peer()) {
            case Exposure.Peer.EntireCluster() -> "any pod of the cluster, present or future,";
            case Exposure.Peer.Pods(var selection) -> pods(selection) + ", of which there may be none today,";
            case Exposure.Peer.Outside(var range) -> range.toString();
        };
        return exposure.direction() == Direction.Ingress
                ? peer + " can open " + exposure.ports() + " to " + exposure.workload()
                : exposure.workload() + " can open " + exposure.ports() + " to " + peer.replaceAll(",$", "");
    }

    private static String pods(PodSelection selection) {
        var pods = selection.pods().selectsEverything() ? "any pod" : "a pod with labels " + selection.pods();
        if (selection.namespace() != null) {
            return pods + " in namespace " + selection.namespace();
        }
        return pods
                + (selection.namespaces().selectsEverything()
                        ? " in any namespace"
                        : " in a namespace with labels " + selection.namespaces());
    }
}
