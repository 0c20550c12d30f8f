package vn.onshore.cli.isolation;

import java.util.List;
import java.util.Map;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.read.ReadWorld.NotEvaluated;
import vn.onshore.manifest.Manifest;

/**
 * What {@code onshore isolation diff} tells.
 *
 * @param verdicts of zones that are not what they were; sorted
 * @param notEvaluated what may open a path on the new side, and nobody looked whether it does
 * @param places where workloads stand on the new side
 */
record Comparison(
        DatapathProfile datapath,
        Difference difference,
        List<ZoneChange> verdicts,
        List<NotEvaluated> notEvaluated,
        Map<Workload, Manifest.Source> places) {

    static Comparison of(
            Input before, Input after, DatapathProfile datapath, OutsideAddresses outside, List<ZoneChange> verdicts) {
        var inside = before.read()
                .world()
                .networks()
                .all()
                .union(after.read().world().networks().all());
        var beyond = outside.beyond(inside);
        return new Comparison(
                datapath,
                Difference.between(
                        Report.of(before.read(), datapath, beyond, false).connections(),
                        Report.of(after.read(), datapath, beyond, false).connections()),
                verdicts,
                after.read().notEvaluated(),
                after.read().places());
    }

    boolean gotWorse() {
        return verdicts.stream().anyMatch(ZoneChange::isWorse);
    }
}
