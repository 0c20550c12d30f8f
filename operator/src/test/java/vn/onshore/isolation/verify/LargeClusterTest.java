package vn.onshore.isolation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.model.Workload;
import vn.onshore.isolation.model.World;

/** What stands beside the matrix of 100,000 pods, 24 zones and as many doubts as there is room for. */
class LargeClusterTest {
    private static final int PODS = 100_000;
    private static final int NAMESPACES = 2_000;
    private static final int ZONES = 24;

    @Test
    void sentencesAreBoundedAndNothingIsQuadratic() {
        var inputs = inputs();
        assertThat(IsolationVerifier.verify(inputs).verdicts()).hasSize(ZONES * (ZONES - 1) + 2 * ZONES);
        var begin = System.nanoTime();
        var verdicts = IsolationVerifier.verify(inputs);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        // A wide bound: a quadratic rule takes minutes.
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(verdicts.verdicts()).allSatisfy(verdict -> {
            assertThat(verdict.reasons()).hasSizeLessThanOrEqualTo(ZoneVerdict.MOST_SENTENCES + 1);
            assertThat(verdict.reasons())
                    .allSatisfy(reason -> assertThat(reason.length()).isLessThan(1_000));
        });
    }

    private static VerifierInputs inputs() {
        var namespaces = new ArrayList<Namespace>();
        var pods = new ArrayList<Pod>();
        var ranges = new ArrayList<AddressRange>();
        var sightings = new ArrayList<Sighting>();
        for (var i = 0; i < NAMESPACES; i++) {
            namespaces.add(new Namespace("n" + i, Map.of("zone", "z" + i % (2 * ZONES))));
        }
        for (var i = 0; i < PODS; i++) {
            var address = new IpAddress(true, 0, 0x0a00_0000L + i);
            pods.add(new Pod(
                    "n" + i % NAMESPACES,
                    "p" + i,
                    Map.of(),
                    List.of(),
                    List.of(address),
                    i % 100 == 0,
                    new Workload("n" + i % NAMESPACES, "p" + i, "Pod")));
            var foreign = new IpAddress(true, 0, 0xcb00_0000L + i);
            sightings.add(new Sighting.Destinations(
                    "n" + i % NAMESPACES,
                    "EndpointSlice s" + i,
                    "s" + i,
                    List.of(address, i % 50 == 0 ? foreign : address),
                    List.of()));
            if (i % 64 == 0) {
                ranges.add(new AddressRange(address, new IpAddress(true, 0, address.low() + 30)));
            }
        }
        var zones = new ArrayList<Zone>();
        for (var i = 0; i < ZONES; i++) {
            zones.add(new Zone("z" + i, Selector.of(Map.of("zone", "z" + i)), AddressSet.NONE));
        }
        return new VerifierInputs(
                new ZonePlan(zones, List.of(), List.of()),
                new World(
                        namespaces,
                        pods,
                        List.of(),
                        List.of(),
                        new Networks(AddressSet.of(ranges), AddressSet.NONE, AddressSet.NONE)),
                new ZoneMatrix(List.of()),
                DatapathProfile.Worst,
                Enforcement.Proved,
                sightings,
                ZonesSample.NOW);
    }
}
