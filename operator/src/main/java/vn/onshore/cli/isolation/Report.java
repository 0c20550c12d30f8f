package vn.onshore.cli.isolation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.engine.Connection;
import vn.onshore.isolation.engine.Exposure;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.read.ReadWorld;
import vn.onshore.isolation.read.ReadWorld.NotEvaluated;

/**
 * Who may reach whom.
 *
 * @param exposures null if nobody asked
 */
record Report(
        DatapathProfile datapath,
        List<Connection> connections,
        @Nullable List<Exposure> exposures,
        List<NotEvaluated> notEvaluated) {

    static final String PROTOCOLS = "TCP, UDP and SCTP only; what other protocols may do is up to the datapath";

    /** @param outside the addresses that are told about */
    static Report of(ReadWorld read, DatapathProfile datapath, AddressSet outside, boolean exposure) {
        var reachability = Reachability.of(read.world(), datapath, ZonePlan.NOTHING);
        return new Report(
                datapath,
                reachability.connections(outside, read.ranges()),
                exposure ? reachability.exposures(outside, read.ranges()) : null,
                read.notEvaluated());
    }
}
