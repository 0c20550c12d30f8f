package vn.onshore.residency;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.Exemptions;
import vn.onshore.boundary.Ground;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.compliance.StatusTime;
import vn.onshore.compliance.Verdict;
import vn.onshore.kube.Labels;
import vn.onshore.residency.ResidencyPlan.Reason;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.live.Look;
import vn.onshore.residency.live.Sweep;
import vn.onshore.residency.prove.Proof;
import vn.onshore.residency.verify.Coverage;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.standing.Tampering;

/** Turns what was seen and done into a status. Pure. */
final class ResidencyReport {
    /** Rules whose violations admission refuses. */
    static final Set<String> REFUSED = Set.of(
            "E05", "E08", "E10", "E15", "E16", "E17", "E18", "E19", "E20", "E21", "E25", "E37", "E42", "E43", "E49",
            "E50");

    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

    private ResidencyReport() {}

    /**
     * What was seen.
     *
     * @param refused findings about what admission would refuse
     * @param look the last whole look, and what has become outdated since
     * @param proof the last round of canaries that counts for what is applied now
     * @param sweepInterval a verdict older than three of these is Unknown
     */
    record Seen(
            FindingBook.Summary book,
            FindingBook.NotMet refused,
            Look look,
            Optional<Proof> proof,
            Duration sweepInterval) {
        Sweep.Result sweep() {
            return look.sweep();
        }

        boolean swept() {
            return sweep() != Sweep.Result.NONE;
        }
    }

    static DataResidencyStatus stalled(ResidencyInputs in, ResidencyPlan.Stalled stalled, Instant now) {
        var conditions = ConditionSet.from(
                        in.previous().conditions(), in.policy().generation(), now)
                .stalled(stalled.reason(), stalled.sentence())
                .set(
                        ConditionSet.COMPLIANT,
                        "Unknown",
                        Reason.NotProven,
                        "nothing is judged while the policy is stalled")
                .build();
        var previous = in.previous();
        return new DataResidencyStatus(
                in.policy().generation(),
                conditions,
                previous.verifiedAt(),
                null,
                null,
                previous.namespaces(),
                List.of(),
                null,
                null,
                null,
                previous.proof(),
                previous.mode(),
                previous.allows(),
                previous.guards(),
                previous.skippedGuards(),
                previous.guardChanges(),
                in.policy().spec().acceptedBlindSpots(),
                previous.exemptions());
    }

    static DataResidencyStatus of(ResidencyInputs in, Work work, Enforcement.Result result, Seen seen, Instant now) {
        var spec = in.policy().spec();
        var coverage = Coverage.of(
                seen.book(),
                new Coverage.Reach(
                        seen.swept(),
                        seen.sweep().unread().keySet(),
                        seen.look().outdated()),
                spec.acceptedBlindSpots(),
                LocalDate.ofInstant(now, VIETNAM));
        var conditions =
                ConditionSet.from(in.previous().conditions(), in.policy().generation(), now);
        ready(conditions, in, work, result, seen, now);
        compliant(conditions, coverage, seen, now);
        return new DataResidencyStatus(
                in.policy().generation(),
                conditions.build(),
                StatusTime.renewed(
                        in.previous().verifiedAt(), seen.swept() ? seen.sweep().at() : null),
                verdicts(seen.book()),
                new DataResidencyStatus.Nodes(
                        in.nodes().size(),
                        work.eligibility().eligible().size(),
                        work.eligibility().inconsistent()),
                in.namespaces() == null
                        ? in.previous().namespaces()
                        : DataResidencyStatus.Namespaces.of(in.namespaces().names()),
                rules(coverage),
                coverage(coverage, seen, in.previous()),
                StatusFindings.list(seen.book().attention(), seen.book().first()),
                preview(work, seen),
                seen.proof().map(proof -> proof(proof, in.previous())).orElse(null),
                spec.mode(),
                allows(in),
                guards(work),
                StatusFindings.skipped(work.guards()),
                Tampering.merged(in.previous().guardChanges(), result.untold()),
                spec.acceptedBlindSpots(),
                exemptions(in));
    }

    private static void ready(
            ConditionSet conditions, ResidencyInputs in, Work work, Enforcement.Result result, Seen seen, Instant now) {
        var mode = in.policy().spec().mode();
        if (!result.failures().isEmpty()) {
            conditions.progressing(Reason.ApplyFailed, result.failures().getFirst());
        } else if (result.superseded()) {
            conditions.progressing(Reason.Applying, "somebody changed a generated object meanwhile; looking again");
        } else if (mode == Mode.Audit) {
            if (seen.swept()) {
                conditions.set(ConditionSet.READY, true, Reason.Audited, "judged; in Audit nothing is refused");
            } else {
                conditions.progressing(Reason.Judging, "the first look at everything has not ended yet");
            }
        } else if (work.groundless().isPresent()) {
            conditions.stalled(Reason.ProofInconclusive, work.groundless().get());
        } else {
            proved(conditions, in, seen.proof(), now);
        }
    }

    private static void proved(ConditionSet conditions, ResidencyInputs in, Optional<Proof> last, Instant now) {
        if (last.isEmpty()) {
            conditions.progressing(Reason.Proving, "the guard is applied and being tried");
            return;
        }
        var proof = last.get();
        if (proof.at()
                .plus(in.policy().canaryInterval().multipliedBy(3))
                .plusSeconds(10)
                .isBefore(now)) {
            conditions.progressing(Reason.ProofOverdue, "the guard was last tried at " + proof.at());
            return;
        }
        var enforce = in.policy().spec().mode() == Mode.Enforce;
        switch (proof.verdict()) {
            case Proof.Verdict.Holds() ->
                conditions.set(
                        ConditionSet.READY,
                        true,
                        enforce ? Reason.EnforcedAndProved : Reason.Warning,
                        proof.asExpected() + " attempts to break or misuse the guard ended as they must");
            case Proof.Verdict.Broken(var deviations) ->
                conditions.set(
                        ConditionSet.READY,
                        false,
                        Reason.EnforcementBroken,
                        deviations.size() + " attempts did not end as they must: " + deviations.getFirst());
            case Proof.Verdict.Inconclusive(var reasons) ->
                conditions.progressing(Reason.ProofInconclusive, reasons.getFirst());
        }
    }

    private static void compliant(ConditionSet conditions, Coverage coverage, Seen seen, Instant now) {
        if (seen.swept()
                && seen.sweep().at().plus(seen.sweepInterval().multipliedBy(3)).isBefore(now)) {
            conditions.set(
                    ConditionSet.COMPLIANT,
                    "Unknown",
                    Reason.NotProven,
                    "the last look at everything ended at " + seen.sweep().at() + ", too long ago");
            return;
        }
        var unknown = coverage.rows().stream()
                .filter(row -> row.verdict() == Verdict.Unknown && !row.accepted())
                .map(row -> row.exit().id())
                .toList();
        switch (coverage.compliant()) {
            case NotMet ->
                conditions.set(
                        ConditionSet.COMPLIANT,
                        false,
                        Reason.Violations,
                        "rules not met: "
                                + coverage.rows().stream()
                                        .filter(row -> row.verdict() == Verdict.NotMet)
                                        .map(row -> row.exit().id())
                                        .collect(Collectors.joining(", ")));
            case Met, NotApplicable ->
                conditions.set(
                        ConditionSet.COMPLIANT,
                        true,
                        Reason.NoViolations,
                        "no violation; " + coverage.acceptedRows() + " blind spots are accepted");
            case Partial, Unknown ->
                conditions.set(
                        ConditionSet.COMPLIANT,
                        "Unknown",
                        Reason.NotProven,
                        (seen.swept() ? "" : "the first look at everything has not ended yet; ") + "unknown: "
                                + String.join(", ", unknown));
        }
    }

    private static DataResidencyStatus.Verdicts verdicts(FindingBook.Summary book) {
        long met = 0;
        long partial = 0;
        long notMet = 0;
        long unknown = 0;
        long notApplicable = 0;
        for (var tally : book.rules().values()) {
            met += tally.met();
            partial += tally.partial();
            notMet += tally.notMet();
            unknown += tally.unknown();
            notApplicable += tally.notApplicable();
        }
        return new DataResidencyStatus.Verdicts(met, partial, notMet, unknown, notApplicable);
    }

    private static List<DataResidencyStatus.RuleCoverage> rules(Coverage coverage) {
        return coverage.rows().stream()
                .map(row -> new DataResidencyStatus.RuleCoverage(
                        row.exit().id(),
                        row.verdict().name(),
                        row.tally().met(),
                        row.tally().notMet(),
                        row.tally().unknown(),
                        row.accepted() ? "accepted; " + row.reason() : row.reason()))
                .toList();
    }

    private static DataResidencyStatus.Coverage coverage(Coverage coverage, Seen seen, DataResidencyStatus previous) {
        var sweep = seen.sweep();
        var before = previous.coverage();
        var sweptAt = StatusTime.renewed(before == null ? null : before.sweptAt(), seen.swept() ? sweep.at() : null);
        // Events come and go in any cluster: how many objects there are is not worth a write before the time is.
        var objects = before != null && seen.swept() && Objects.equals(sweptAt, before.sweptAt())
                ? before.objects()
                : Long.valueOf(sweep.objects());
        return new DataResidencyStatus.Coverage(
                sweep.counts().size(),
                sweep.unread().size(),
                objects,
                (int) coverage.unknown(),
                (int) coverage.acceptedRows(),
                sweptAt,
                sweep.unreadSentences().stream()
                        .limit(StatusFindings.FIRST)
                        .map(StatusFindings::bounded)
                        .toList());
    }

    private static DataResidencyStatus.Preview preview(Work work, Seen seen) {
        var refused = StatusFindings.list(seen.refused().total(), seen.refused().first());
        return new DataResidencyStatus.Preview(refused.total(), refused.items(), evictions(work.strays()));
    }

    private static DataResidencyStatus.Evictions evictions(List<ResidencyInputs.PodView> strays) {
        return new DataResidencyStatus.Evictions(
                (long) strays.size(),
                strays.stream()
                        .limit(StatusFindings.FIRST)
                        .map(pod -> new DataResidencyStatus.PlacedPod(
                                String.valueOf(pod.subject().namespace()),
                                pod.subject().name(),
                                pod.node()))
                        .toList());
    }

    private static DataResidencyStatus.Proof proof(Proof proof, DataResidencyStatus previous) {
        var deviations = switch (proof.verdict()) {
            case Proof.Verdict.Holds() -> List.<String>of();
            case Proof.Verdict.Broken(var sentences) -> sentences;
            case Proof.Verdict.Inconclusive(var sentences) -> sentences;
        };
        var before = previous.proof();
        var at = StatusTime.renewed(before == null ? null : before.at(), proof.at());
        return new DataResidencyStatus.Proof(
                at == null ? "" : at,
                proof.observations().size(),
                proof.asExpected(),
                deviations.stream()
                        .limit(StatusFindings.FIRST)
                        .map(StatusFindings::bounded)
                        .toList());
    }

    private static List<DataResidencyStatus.Guard> guards(Work work) {
        return work.guards().objects().stream()
                .map(object -> new DataResidencyStatus.Guard(
                        object.kind(), object.name(), object.annotations().getOrDefault(Labels.DIGEST, "")))
                .toList();
    }

    private static List<String> allows(ResidencyInputs in) {
        return in.boundary() instanceof Ground.Usable(var ignored, var boundary)
                ? Leeway.of(in.policy().spec(), boundary)
                : in.previous().allows();
    }

    private static @Nullable Exemptions exemptions(ResidencyInputs in) {
        return in.boundary() instanceof Ground.Usable(var ignored, var spec) ? spec.exemptions() : null;
    }
}
