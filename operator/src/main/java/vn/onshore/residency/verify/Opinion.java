package vn.onshore.residency.verify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Place;
import vn.onshore.boundary.Territory;
import vn.onshore.boundary.Whereabouts;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Subject;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Quoted;

/**
 * What a rule makes of one object, while it looks. The worst that was seen is the verdict, and up to
 * {@value #NAMED} of the sentences for it are the message. A rule that says nothing judges nothing.
 */
final class Opinion {
    private static final int NAMED = 3;

    private final Territory territory;
    private @Nullable Verdict verdict;
    private final List<String> sentences = new ArrayList<>(1);
    private int seen;
    private String remediation = "";

    Opinion(Territory territory) {
        this.territory = territory;
    }

    /** Verdicts from harmless to bad. */
    static int severity(Verdict verdict) {
        return switch (verdict) {
            case NotApplicable -> 0;
            case Met -> 1;
            case Partial -> 2;
            case Unknown -> 3;
            case NotMet -> 4;
        };
    }

    void met(String sentence) {
        add(Verdict.Met, sentence, "");
    }

    void notMet(String sentence, String remedy) {
        add(Verdict.NotMet, sentence, remedy);
    }

    void unknown(String sentence, String remedy) {
        add(Verdict.Unknown, sentence, remedy);
    }

    /**
     * Judges a place.
     *
     * @param what names what is there, such as {@code spec.nfs.server}
     * @param value the value that stands there, from the object
     * @return the verdict
     */
    Verdict place(String what, String value, Whereabouts whereabouts, String remedy) {
        var judged = territory.judge(whereabouts);
        if (judged == Verdict.NotMet || judged == Verdict.Unknown) {
            var shown = value.isEmpty() ? "\"\"" : Quoted.shortened(value);
            add(judged, what + " " + shown + " " + describe(whereabouts) + notAllowed(judged, whereabouts), remedy);
        }
        return judged;
    }

    /** Why a known place does not do, where the place alone does not tell. */
    private String notAllowed(Verdict judged, Whereabouts whereabouts) {
        if (judged != Verdict.NotMet || whereabouts.contradiction() != null) {
            return "";
        }
        return switch (whereabouts.place()) {
            case Place.AtSite ignored -> ", which the policy does not list";
            case Place.InCountry(var country)
            when country.equals(territory.jurisdiction()) ->
                " by the provider catalogue, which satisfies no list of sites";
            default -> "";
        };
    }

    /** Where something is, as the second half of a sentence. */
    static String describe(Whereabouts whereabouts) {
        if (whereabouts.contradiction() != null) {
            return "contradicts itself: " + whereabouts.contradiction();
        }
        return switch (whereabouts.place()) {
            case Place.AtSite(var site) -> "is at site " + site;
            case Place.InCountry(var country) -> "is in " + country;
            case Place.Unlisted(var reason) -> "is outside: " + reason;
            case Place.Unknown(var reason) -> "is at an unknown place: " + reason;
            case Place.InBoundary() -> "is inside";
            case Place.Unsaid(var reason) -> "names no place: " + reason;
        };
    }

    /** The host or URL without user-info and query, which may hold secrets. */
    static String withoutSecrets(String url) {
        try {
            var uri = new URI(url);
            if (uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return url;
            }
            return uri.getScheme() + "://" + (uri.getRawUserInfo() == null ? "" : "…@") + uri.getHost()
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
        } catch (URISyntaxException unreadable) {
            var at = url.lastIndexOf('@');
            return at < 0 ? url : "…" + url.substring(at);
        }
    }

    /** Whether anything worse than Met was said. */
    boolean isClean() {
        return verdict == null || severity(verdict) <= severity(Verdict.Met);
    }

    private void add(Verdict judged, String sentence, String remedy) {
        var known = verdict == null ? -1 : severity(verdict);
        if (severity(judged) < known || judged == Verdict.Met && known == severity(Verdict.Met)) {
            return;
        }
        if (severity(judged) > known) {
            verdict = judged;
            sentences.clear();
            seen = 0;
            remediation = remedy;
        }
        seen++;
        var printable = Quoted.printable(sentence);
        if (sentences.size() < NAMED && !sentences.contains(printable)) {
            sentences.add(printable);
        }
    }

    /** The finding, or null if nothing was judged. */
    @Nullable
    Finding finding(String rule, Subject subject) {
        if (verdict == null) {
            return null;
        }
        var message = sentences.size() == 1 ? sentences.getFirst() : String.join("; ", sentences);
        if (seen > NAMED) {
            message += " and " + (seen - NAMED) + " more";
        }
        return new Finding(rule, subject, verdict, message, remediation);
    }
}
