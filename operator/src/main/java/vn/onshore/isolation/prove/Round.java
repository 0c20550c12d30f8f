package vn.onshore.isolation.prove;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.prove.Attempt.Expected;

/** The probes of one round, which vouch for each other: silence means something only where others got an answer. */
record Round(ZonePlan plan, Instant start, List<ProbeRun> runs) {
    Round {
        runs = List.copyOf(runs);
    }

    boolean isOver() {
        return runs.stream().noneMatch(run -> run.state() instanceof ProbeRun.State.UnderWay);
    }

    /** Whether any probe said anything. */
    boolean isHeard() {
        return runs.stream().anyMatch(run -> run.state() instanceof ProbeRun.State.Spoke);
    }

    Set<String> zones() {
        return runs.stream().map(ProbeRun::zone).collect(Collectors.toSet());
    }

    /** Sentences about probes that have said nothing. */
    List<String> silent() {
        var silent = new ArrayList<String>();
        for (var run : runs) {
            switch (run.state()) {
                case ProbeRun.State.UnderWay() -> silent.add("the probe of zone " + run.zone() + " has not ended yet");
                case ProbeRun.State.Silent(var why) ->
                    silent.add("the probe of zone " + run.zone() + " says nothing: " + why);
                case ProbeRun.State.Spoke ignored -> {}
            }
        }
        return silent;
    }

    /** When the last probe that spoke ended; empty if none did, or if none says when. */
    Optional<Instant> end() {
        return runs.stream()
                .flatMap(run -> run.state() instanceof ProbeRun.State.Spoke(var outcomes, var at)
                        ? at.stream()
                        : Optional.<Instant>empty().stream())
                .max(Comparator.naturalOrder());
    }

    /** What was tried, unless it was forbidden then and may be declared by now, or the other way round. */
    List<Sight> sights() {
        var zones = plan.zones().stream().map(ZonePlan.Zone::name).collect(Collectors.toSet());
        var sights = new ArrayList<Sight>();
        for (var run : runs) {
            if (run.state() instanceof ProbeRun.State.Spoke(var outcomes, var at)) {
                for (var i = 0; i < outcomes.size(); i++) {
                    sights.add(new Sight(
                            run.zone(), run.targets().get(i), run.attempts().get(i), outcomes.get(i)));
                }
            }
        }
        return sights.stream()
                .filter(sight -> zones.contains(sight.from())
                        && sight.to().map(zones::contains).orElse(true))
                .filter(sight -> mayBeDeclared(sight) == sight.isExpected(Expected.Open))
                .toList();
    }

    /** Flows that mean only some pods of a zone may mean these. */
    private boolean mayBeDeclared(Sight sight) {
        if (sight.to().filter(sight.from()::equals).isPresent()) {
            return true;
        }
        var to = sight.attempt().to();
        return sight.to().isEmpty()
                        && plan.zones().stream()
                                .anyMatch(zone -> zone.name().equals(sight.from())
                                        && zone.internet().contains(to.address()))
                || plan.flows().stream()
                        .anyMatch(flow -> flow.ports().contains(Destination.PROTOCOL, to.port())
                                && isZone(flow.from(), sight.from())
                                && sight.to()
                                        .map(zone -> isZone(flow.to(), zone))
                                        .orElseGet(() -> flow.to() instanceof End.Addresses(var addresses)
                                                && addresses.contains(to.address())));
    }

    private static boolean isZone(End end, String zone) {
        return end instanceof End.InZone(var name, var only) && name.equals(zone);
    }
}
