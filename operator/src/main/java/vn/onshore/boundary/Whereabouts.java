package vn.onshore.boundary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "where is this?".
 *
 * @param level how good the evidence is
 * @param sources what the answer rests on, such as {@code label topology.kubernetes.io/zone=vn-north-1a -> site hn-01}
 * @param contradiction one sentence naming both sources if they disagree, else null; then {@code level} is
 *     {@link EvidenceLevel#Inconsistent}
 */
public record Whereabouts(
        Place place,
        EvidenceLevel level,
        List<String> sources,
        @Nullable String contradiction) {

    public Whereabouts {
        sources = List.copyOf(sources);
    }

    public static Whereabouts unlisted(String reason) {
        return new Whereabouts(new Place.Unlisted(reason), EvidenceLevel.None, List.of(), null);
    }

    public static Whereabouts unknown(String reason) {
        return new Whereabouts(new Place.Unknown(reason), EvidenceLevel.None, List.of(), null);
    }

    public static Whereabouts unsaid(String reason) {
        return new Whereabouts(new Place.Unsaid(reason), EvidenceLevel.None, List.of(), null);
    }

    /** Inside, but at no site. */
    public static Whereabouts inBoundary(EvidenceLevel level, String source) {
        return new Whereabouts(new Place.InBoundary(), level, List.of(source), null);
    }

    public static Whereabouts contradictory(Place place, List<String> sources, String contradiction) {
        return new Whereabouts(place, EvidenceLevel.Inconsistent, sources, contradiction);
    }

    public static Whereabouts atSite(String site, EvidenceLevel level, String source) {
        return new Whereabouts(new Place.AtSite(site), level, List.of(source), null);
    }

    public static Whereabouts inCountry(String country, String source) {
        return new Whereabouts(new Place.InCountry(country), EvidenceLevel.SelfDeclared, List.of(source), null);
    }
}
