package vn.onshore.residency.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.onshore.admission.CelLiteral;
import vn.onshore.admission.Named;

/**
 * A set of node names as CEL. The list stands inside the {@code in}, where the API server turns it into a hash set once;
 * as a variable it would be searched name by name for each pod. A CEL expression may have 100,000 characters, so long
 * lists are split.
 */
final class NodeList {
    /** Beyond this the object would come near to what etcd stores. */
    static final int MAX_NAMES = 10_000;

    private static final int MAX_CHARACTERS = 600_000;
    private static final int CHUNK = 80_000;

    private final List<List<String>> chunks;
    private final boolean fits;

    NodeList(List<String> names) {
        var characters = names.stream().mapToInt(name -> name.length() + 4).sum();
        this.fits = names.size() <= MAX_NAMES && characters <= MAX_CHARACTERS;
        this.chunks = split(fits ? names : List.of());
    }

    /** Whether the names fit into one object of the API server. */
    boolean fits() {
        return fits;
    }

    /**
     * Variables that tell whether the name is in the set; the last of them is {@code variable}.
     *
     * @param name CEL that gives a string
     */
    List<Named> contains(String variable, String name) {
        if (chunks.size() == 1) {
            return List.of(new Named(variable, in(name, chunks.getFirst())));
        }
        var variables = new ArrayList<Named>();
        for (var i = 0; i < chunks.size(); i++) {
            variables.add(new Named(variable + i, in(name, chunks.get(i))));
        }
        var any = variables.stream().map(part -> "variables." + part.name()).toList();
        variables.add(new Named(variable, String.join(" || ", any)));
        return variables;
    }

    /** The names as variables {@code variable0} and so on, for {@link #among}. */
    List<Named> lists(String variable) {
        return IntStream.range(0, chunks.size())
                .mapToObj(i -> new Named(variable + i, CelLiteral.list(chunks.get(i))))
                .toList();
    }

    /** CEL: whether a name is in the set, where it must be asked of many; see {@link #lists}. */
    String among(String variable, String name) {
        return IntStream.range(0, chunks.size())
                .mapToObj(i -> name + " in variables." + variable + i)
                .collect(Collectors.joining(" || ", "(", ")"));
    }

    private static String in(String name, List<String> names) {
        return name + " in " + CelLiteral.list(names);
    }

    private static List<List<String>> split(List<String> names) {
        var chunks = new ArrayList<List<String>>();
        var chunk = new ArrayList<String>();
        var size = 0;
        for (var name : names) {
            size += name.length() + 4;
            if (size > CHUNK) {
                chunks.add(List.copyOf(chunk));
                chunk.clear();
                size = name.length() + 4;
            }
            chunk.add(name);
        }
        chunks.add(List.copyOf(chunk));
        return chunks;
    }
}
