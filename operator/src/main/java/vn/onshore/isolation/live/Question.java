package vn.onshore.isolation.live;

import java.util.List;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.verify.BreakGlass;
import vn.onshore.isolation.verify.Circumstance;
import vn.onshore.isolation.verify.Enforcement;

/**
 * What one resource wants to know of the cluster.
 *
 * @param open break-glass that is open now
 * @param more what is known beside the cluster, such as where addresses are registered
 */
public record Question(
        ZonePlan plan,
        DatapathProfile profile,
        Enforcement enforcement,
        List<BreakGlass> open,
        List<Circumstance> more) {
    public Question {
        open = List.copyOf(open);
        more = List.copyOf(more);
    }
}
