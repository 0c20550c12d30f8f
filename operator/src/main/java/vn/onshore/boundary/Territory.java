package vn.onshore.boundary;

import java.util.Set;
import vn.onshore.compliance.Verdict;

/**
 * The part of a boundary that a policy allows.
 *
 * @param jurisdiction ISO 3166-1 alpha-2
 * @param sites ids of the allowed sites; empty for every site of the boundary and what the catalogue places in the
 *     jurisdiction
 */
public record Territory(String jurisdiction, Set<String> sites) {

    public Territory {
        sites = Set.copyOf(sites);
    }

    /**
     * Met inside, NotMet outside or unlisted or contradictory, NotApplicable where another field says the place, Unknown
     * where nobody can read it.
     */
    public Verdict judge(Whereabouts whereabouts) {
        if (whereabouts.contradiction() != null) {
            return Verdict.NotMet;
        }
        return switch (whereabouts.place()) {
            case Place.AtSite(var site) -> sites.isEmpty() || sites.contains(site) ? Verdict.Met : Verdict.NotMet;
            case Place.InBoundary() -> Verdict.Met;
            case Place.InCountry(var country) ->
                sites.isEmpty() && country.equals(jurisdiction) ? Verdict.Met : Verdict.NotMet;
            case Place.Unlisted(var ignored) -> Verdict.NotMet;
            case Place.Unsaid(var ignored) -> Verdict.NotApplicable;
            case Place.Unknown(var ignored) -> Verdict.Unknown;
        };
    }
}
