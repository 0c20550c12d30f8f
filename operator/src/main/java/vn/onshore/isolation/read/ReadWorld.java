package vn.onshore.isolation.read;

import java.util.List;
import java.util.Map;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;

/**
 * A world that was read from manifests, and what could not become part of it.
 *
 * @param refused policies that the API server would refuse, with the field and the reason
 * @param notEvaluated what may open a path and is not in the world; sorted, the same for the same objects in any layout
 * @param warnings what is odd, and used all the same
 * @param places where the workloads stand in the input, as far as they do
 * @param ranges the CIDRs that policies write, exceptions too, one by one; reports cut what is outside at their ends
 */
public record ReadWorld(
        World world,
        List<Problem> refused,
        List<NotEvaluated> notEvaluated,
        List<Problem> warnings,
        Map<Workload, Manifest.Source> places,
        List<AddressSet> ranges) {
    public ReadWorld {
        refused = List.copyOf(refused);
        notEvaluated = List.copyOf(notEvaluated);
        warnings = List.copyOf(warnings);
        places = Map.copyOf(places);
        ranges = List.copyOf(ranges);
    }

    /**
     * An object that may open a path, and nobody looked whether it does.
     *
     * @param namespace empty for a cluster-scoped one
     * @param reason a sentence
     */
    public record NotEvaluated(String apiVersion, String kind, String namespace, String name, String reason)
            implements Comparable<NotEvaluated> {
        @Override
        public int compareTo(NotEvaluated other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return kind + " (" + apiVersion + ") " + (namespace.isEmpty() ? name : namespace + "/" + name) + ": "
                    + reason;
        }
    }
}
