package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import vn.onshore.manifest.Quoted;

/** Long lists in few words. */
final class Listing {
    private static final int NAMED = 5;

    private Listing() {}

    /** The first few names in order, and how many there are besides: {@code a, b and 3 more}. */
    static String names(Collection<String> names) {
        var sorted = new TreeSet<>(names);
        var first = String.join(
                ", ", sorted.stream().limit(NAMED).map(Quoted::shortened).toList());
        return sorted.size() <= NAMED ? first : first + " and " + (sorted.size() - NAMED) + " more";
    }

    /** The first sentences, each once, and one that counts the rest. */
    static List<String> sentences(Collection<String> sentences, int most) {
        return sentences(sentences, most, 0);
    }

    /** @param untold how many more there are that have no sentence */
    static List<String> sentences(Collection<String> sentences, int most, long untold) {
        var once = new LinkedHashSet<String>();
        sentences.forEach(sentence -> once.add(Quoted.printable(sentence)));
        var told = new ArrayList<>(once.stream().limit(most).toList());
        var rest = once.size() - told.size() + untold;
        if (rest > 0) {
            told.add("and " + rest + " more");
        }
        return told;
    }
}
