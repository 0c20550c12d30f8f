package vn.onshore.cli.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import vn.onshore.manifest.Manifest;

/** What changed between two looks, a line each. Pure. */
final class Changes {
    private static final String NONE = "-";

    private Changes() {}

    /** The lines, each beginning with the object's kind and name; none if nothing that they tell changed. */
    static List<String> between(Seen before, Seen after) {
        var old = new LinkedHashMap<String, Manifest>();
        before.all().forEach(object -> old.put(title(object), object));
        var lines = new ArrayList<String>();
        after.all().forEach(object -> {
            var known = old.remove(title(object));
            conditions(known == null ? new Conditions(List.of()) : Conditions.of(known), object, lines);
        });
        old.keySet().forEach(title -> lines.add(title + " is gone"));
        return lines;
    }

    private static void conditions(Conditions before, Manifest object, List<String> lines) {
        var after = Conditions.of(object);
        var types = new LinkedHashSet<>(after.types());
        types.addAll(before.types());
        for (var type : types) {
            var was = before.types().contains(type) ? before.status(type) : NONE;
            var now = after.types().contains(type) ? after.status(type) : NONE;
            if (!was.equals(now) || !before.sentence(type).equals(after.sentence(type))) {
                lines.add(title(object) + " " + type + " " + (was.equals(now) ? now : was + " -> " + now)
                        + (now.equals(NONE) ? "" : " " + after.sentence(type)));
            }
        }
    }

    private static String title(Manifest object) {
        return object.kind() + " " + object.name();
    }
}
