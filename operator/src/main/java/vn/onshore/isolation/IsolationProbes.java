package vn.onshore.isolation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.GuardChanges;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Mode;
import vn.onshore.api.v1alpha1.ZoneProbes;
import vn.onshore.boundary.Problem;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.prove.Destination;
import vn.onshore.isolation.prove.ProbeEvidence;
import vn.onshore.isolation.prove.ProbeRecords;
import vn.onshore.isolation.prove.ProbeSchedule;
import vn.onshore.isolation.prove.ProbeTurn;
import vn.onshore.isolation.verify.Circumstance;
import vn.onshore.isolation.verify.Pairs;

/**
 * What probes have shown, and what they try next. Pure.
 *
 * @param plan what may be open while they run, with what break-glass adds
 * @param turn empty if no probes run
 * @param again when to look again
 */
public record IsolationProbes(
        ProbeEvidence evidence,
        ProbeSchedule schedule,
        ZonePlan plan,
        Optional<ProbeTurn> turn,
        Optional<Instant> again) {
    /** The caches have a guard a moment after it is applied, and nobody tells. */
    private static final Duration UNTIL_GUARDED = Duration.ofSeconds(1);

    /** @param problems gets what of the spec cannot be read */
    static ProbeSchedule schedule(@Nullable ZoneProbes said, List<Problem> problems) {
        if (said == null) {
            return ProbeSchedule.HOURLY;
        }
        var outside = new ArrayList<Destination>();
        for (var i = 0; i < said.outside().size(); i++) {
            var field = "spec.probes.outside[" + i + "]";
            Destination.parse(said.outside().get(i))
                    .ifPresentOrElse(
                            outside::add,
                            () -> problems.add(new Problem(
                                    field, "is no address with a port such as 203.0.113.7:443 or [2001:db8::1]:443")));
        }
        try {
            return new ProbeSchedule(Duration.parse("PT" + said.every().toUpperCase(Locale.ROOT)), outside);
        } catch (DateTimeException | IllegalArgumentException e) {
            problems.add(new Problem("spec.probes.every", "is no time from 5m to 24h; write it as 30m or 2h"));
            return ProbeSchedule.HOURLY;
        }
    }

    static IsolationProbes of(IsolationInputs in, ProbeSchedule schedule, ZonePlan plan, Instant now) {
        var idle = idle(in);
        if (idle.isPresent()) {
            return new IsolationProbes(
                    ProbeEvidence.nothing(idle.get()), schedule, plan, Optional.empty(), Optional.empty());
        }
        var probed = in.probed();
        var guarded = probed.guarded().map(since -> latest(since, in.previous().guardChanges(), now));
        if (guarded.isEmpty()) {
            return new IsolationProbes(
                    ProbeEvidence.nothing("what keeps others from speaking for probes is not there yet"),
                    schedule,
                    plan,
                    Optional.empty(),
                    Optional.of(now.plus(UNTIL_GUARDED)));
        }
        var records = new ProbeRecords(
                in.isolation().subject(),
                plan,
                schedule,
                probed.jobs(),
                probed.pods(),
                guarded.get(),
                probed.started(),
                now);
        var turn = ProbeTurn.of(records);
        return new IsolationProbes(
                ProbeEvidence.of(records), schedule, plan, Optional.of(turn), Optional.of(turn.next()));
    }

    private static Optional<String> idle(IsolationInputs in) {
        if (in.isolation().spec().mode() != Mode.Enforce) {
            return Optional.of("probes run only in Enforce, where policies are applied");
        }
        if (!in.probed().image().isThere()) {
            return Optional.of("the operator was given no image to probe with");
        }
        return in.server().validatingPolicies()
                ? Optional.empty()
                : Optional.of("the API server does not serve ValidatingAdmissionPolicy v1 (Kubernetes 1.30), without"
                        + " which anybody could speak for a probe");
    }

    /** Whoever changed a guard may have written anything meanwhile. */
    private static Instant latest(Instant since, @Nullable GuardChanges changes, Instant now) {
        var changed = changes == null
                ? Stream.<Instant>empty()
                : changes.last().stream().flatMap(change -> end(change).stream());
        return Stream.concat(Stream.of(since), changed)
                .filter(time -> !time.isAfter(now))
                .max(Comparator.naturalOrder())
                .orElse(since);
    }

    private static Optional<Instant> end(GuardChanges.GuardChange change) {
        try {
            return Optional.of(Instant.parse(change.at()).plusMillis(change.restoredAfterMillis()));
        } catch (DateTimeException | ArithmeticException somebodyElseWroteIt) {
            return Optional.empty();
        }
    }

    /** What got through, as what is known beside the policies. */
    List<Circumstance> leaks() {
        return evidence.leaks().stream()
                .<Circumstance>map(leak -> new Circumstance.Leak(
                        new Pairs.Between(
                                new Party.OfZone(leak.fromZone()),
                                leak.toZone().<Party>map(Party.OfZone::new).orElseGet(Party.Internet::new)),
                        leak.sentence()))
                .toList();
    }
}
