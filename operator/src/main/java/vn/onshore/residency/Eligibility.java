package vn.onshore.residency;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.onshore.api.v1alpha1.DataResidencySpec.NodeEvidence;
import vn.onshore.boundary.EvidenceLevel;
import vn.onshore.boundary.NodeStanding;
import vn.onshore.boundary.Place;
import vn.onshore.boundary.Territory;
import vn.onshore.compliance.Verdict;

/**
 * Which nodes may run governed pods.
 *
 * @param eligible names, sorted
 * @param refused why the others may not, by name
 * @param inconsistent how many contradict themselves
 */
public record Eligibility(List<String> eligible, SortedMap<String, String> refused, int inconsistent) {

    /** A node is eligible if it is a machine that stands inside the territory, and the wanted evidence says so. */
    public static Eligibility of(List<ResidencyInputs.NodeView> nodes, Territory territory, NodeEvidence minimum) {
        var eligible = new ArrayList<String>();
        var refused = new TreeMap<String, String>();
        int inconsistent = 0;
        for (var node : nodes) {
            var standing = node.standing();
            if (standing.isInconsistent()) {
                inconsistent++;
            }
            if (qualifies(standing, territory, minimum)) {
                eligible.add(node.name());
            } else {
                refused.put(node.name(), reason(standing, territory, minimum));
            }
        }
        eligible.sort(null);
        return new Eligibility(List.copyOf(eligible), refused, inconsistent);
    }

    /** Whether governed pods may run on a node that stands so. */
    public static boolean qualifies(NodeStanding standing, Territory territory, NodeEvidence minimum) {
        return !standing.facts().isVirtual()
                && standing.whereabouts().level().atLeast(level(minimum))
                && territory.judge(standing.whereabouts()) == Verdict.Met;
    }

    /** The rung of the ladder that a policy names. */
    public static EvidenceLevel level(NodeEvidence minimum) {
        return switch (minimum) {
            case SelfDeclared -> EvidenceLevel.SelfDeclared;
            case Provider -> EvidenceLevel.Provider;
            case Attested -> EvidenceLevel.Attested;
            case Corroborated -> EvidenceLevel.Corroborated;
        };
    }

    /** Why a node that stands so may not run governed pods. */
    public static String reason(NodeStanding standing, Territory territory, NodeEvidence minimum) {
        var whereabouts = standing.whereabouts();
        if (standing.facts().isVirtual()) {
            return "is virtual: nobody knows where its pods run";
        }
        if (whereabouts.contradiction() != null) {
            return whereabouts.contradiction();
        }
        return territory.judge(whereabouts) == Verdict.Met
                ? "evidence is " + whereabouts.level() + ", the policy wants " + minimum
                : outside(whereabouts.place());
    }

    private static String outside(Place place) {
        return switch (place) {
            case Place.AtSite(var site) -> "stands at site " + site + ", which the policy does not allow";
            case Place.InCountry(var country) -> "stands in " + country + ", at no site that the policy allows";
            case Place.InBoundary() -> "stands inside, but nobody says at which site";
            case Place.Unlisted(var reason) -> "stands outside: " + reason;
            case Place.Unsaid(var reason) -> "says nothing about where it stands: " + reason;
            case Place.Unknown(var reason) -> "nobody knows where it stands: " + reason;
        };
    }
}
