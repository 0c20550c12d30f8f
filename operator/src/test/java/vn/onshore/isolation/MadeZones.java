package vn.onshore.isolation;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import vn.onshore.world.LiveCluster;

/** The zones that a test makes on a cluster that others take as well; they go when it ends. */
final class MadeZones implements AfterEachCallback {
    private final LiveCluster cluster;
    private final List<Zones> made = new ArrayList<>();

    MadeZones(LiveCluster cluster) {
        this.cluster = cluster;
    }

    Zones zones(String name) {
        var zones = Zones.in(cluster, name);
        made.add(zones);
        return zones;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        made.forEach(Zones::remove);
        made.clear();
    }
}
