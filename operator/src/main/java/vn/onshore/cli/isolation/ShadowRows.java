package vn.onshore.cli.isolation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.observed.Party;
import vn.onshore.isolation.observed.Shadow;
import vn.onshore.isolation.observed.Shadow.Judged;

/** What would have been dropped, as a tree. */
final class ShadowRows {
    private ShadowRows() {}

    static Map<String, Object> of(Shadow shadow) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("dropped", rows(shadow.dropped()));
        tree.put("undetermined", rows(shadow.undetermined()));
        return tree;
    }

    private static List<Map<String, Object>> rows(List<Judged> judged) {
        return judged.stream().map(ShadowRows::row).toList();
    }

    private static Map<String, Object> row(Judged judged) {
        var row = new LinkedHashMap<String, Object>();
        row.put("from", party(judged.flow().from()));
        row.put("to", party(judged.flow().to()));
        row.put("port", judged.flow().protocol() + "/" + judged.flow().port());
        row.put("count", judged.seen().count());
        put(row, "firstSeen", judged.seen().first());
        put(row, "lastSeen", judged.seen().last());
        row.put("why", judged.why());
        row.put("line", judged.seen().where());
        row.put("sample", judged.seen().sample());
        return row;
    }

    private static void put(Map<String, Object> row, String key, @Nullable Instant time) {
        if (time != null) {
            row.put(key, time.toString());
        }
    }

    private static Map<String, Object> party(Party party) {
        return switch (party) {
            case Party.InNamespace(var namespace) -> Map.of("namespace", namespace);
            case Party.Outside(var address) ->
                address.<Map<String, Object>>map(ip -> Map.of("address", ip.toString()))
                        .orElseGet(() -> Map.of("outside", true));
            case Party.OnNode() -> Map.of("node", true);
            case Party.Unplaced(var address) -> Map.of("address", address.toString());
        };
    }
}
