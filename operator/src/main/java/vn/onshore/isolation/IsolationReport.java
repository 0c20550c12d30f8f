package vn.onshore.isolation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Mode;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Addresses;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.BreakGlassUse;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Compiled;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Coverage;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.MissingRole;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.MoveUse;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Pair;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.Verdicts;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus.ZoneNamespaces;
import vn.onshore.compliance.ConditionSet;
import vn.onshore.compliance.StatusText;
import vn.onshore.compliance.StatusTime;
import vn.onshore.isolation.IsolationPlan.Reason;
import vn.onshore.isolation.IsolationPlan.Stalled;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.attempt.Trial;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.live.Judgement;
import vn.onshore.isolation.live.Registered;
import vn.onshore.isolation.verify.Standing;
import vn.onshore.isolation.verify.ZoneVerdict;
import vn.onshore.isolation.zoning.ZoneMembers;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.standing.Tampering;

/** Turns what was done and judged into a status. Pure. */
final class IsolationReport {
    private static final int PAIRS = 200;
    /** Of the pairs after these, one witness and one reason are enough: whoever mends those above looks again. */
    private static final int TOLD_AT_LENGTH = 20;

    private static final int SENTENCES = 5;
    private static final int FIRST = 20;
    private static final int LONGEST = 512;
    private static final List<String> EVALUATED = List.of(
            "NetworkPolicy.networking.k8s.io/v1",
            "AdminNetworkPolicy.policy.networking.k8s.io/v1alpha1",
            "BaselineAdminNetworkPolicy.policy.networking.k8s.io/v1alpha1",
            "ClusterNetworkPolicy.policy.networking.k8s.io/v1alpha2");

    private IsolationReport() {}

    static NetworkIsolationStatus stalled(IsolationInputs in, Stalled stalled, Instant now) {
        var previous = in.previous();
        var conditions = ConditionSet.from(previous.conditions(), in.isolation().generation(), now)
                .stalled(stalled.reason(), stalled.sentence())
                .set(
                        ConditionSet.COMPLIANT,
                        "Unknown",
                        Reason.NotProven,
                        "nothing is judged while the resource is stalled")
                .build();
        return new NetworkIsolationStatus(
                in.isolation().generation(),
                conditions,
                previous.verifiedAt(),
                previous.mode(),
                previous.datapath(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                previous.addresses(),
                List.of(),
                previous.compiled(),
                previous.skippedGuards(),
                previous.guardChanges(),
                previous.breakGlass(),
                previous.moves());
    }

    /**
     * What was found out.
     *
     * @param judgement of the cluster; empty while the first one is not there
     * @param trial of the guards, the last one that counts; empty if there is none
     * @param observed connections that were seen; empty if the resource names no logs
     */
    record Seen(
            Optional<Judgement> judgement, Optional<Trial> trial, Optional<NetworkIsolationStatus.Observed> observed) {}

    static NetworkIsolationStatus of(
            IsolationInputs in, Work work, IsolationEnforcement.Result result, Seen seen, Instant now) {
        var judgement = seen.judgement();
        var previous = in.previous();
        var spec = in.isolation().spec();
        var conditions = ConditionSet.from(previous.conditions(), in.isolation().generation(), now);
        IsolationReadiness.tell(conditions, in.isolation(), work, result, seen, now);
        compliant(conditions, work, judgement);
        return new NetworkIsolationStatus(
                in.isolation().generation(),
                conditions.build(),
                StatusTime.renewed(
                        previous.verifiedAt(), judgement.map(Judgement::at).orElse(null)),
                spec.mode(),
                spec.datapath(),
                judgement.map(each -> verdicts(work, each)).orElse(null),
                judgement.map(IsolationReport::pairs).orElse(List.of()),
                judgement
                        .map(each -> MatrixTable.of(work.zoning(), each.verdicts()))
                        .orElse(null),
                judgement.map(each -> coverage(work, each)).orElse(null),
                PacketsReport.of(work.probes().evidence(), in.probed().troubles()),
                seen.observed().orElse(null),
                in.registered()
                        .map(data -> addresses(data, previous.addresses()))
                        .orElse(null),
                work.missing().stream()
                        .map(required -> new MissingRole(
                                required.role(),
                                required.clause(),
                                "add a zone of that role, or say in spec.elsewhere where it is"))
                        .toList(),
                compiled(spec.mode(), work, result),
                work.guards().skipped().stream().limit(FIRST).toList(),
                Tampering.merged(previous.guardChanges(), result.untold()),
                breakGlass(previous.breakGlass(), work.zoning(), now),
                moves(work));
    }

    private static void compliant(ConditionSet conditions, Work work, Optional<Judgement> judgement) {
        if (judgement.isEmpty()) {
            conditions.set(
                    ConditionSet.COMPLIANT, "Unknown", Reason.Judging, "the first look at the cluster has not ended");
            return;
        }
        var verdicts = judgement.get().verdicts();
        switch (verdicts.overall()) {
            case LEAK ->
                conditions.set(
                        ConditionSet.COMPLIANT,
                        false,
                        Reason.Leaks,
                        said(verdicts.verdicts(), Standing.LEAK, ZoneVerdict::witnesses));
            case UNKNOWN ->
                conditions.set(
                        ConditionSet.COMPLIANT,
                        "Unknown",
                        Reason.NotProven,
                        said(verdicts.verdicts(), Standing.UNKNOWN, ZoneVerdict::reasons));
            case ISOLATED -> {
                if (work.missing().isEmpty()) {
                    conditions.set(
                            ConditionSet.COMPLIANT,
                            true,
                            Reason.Isolated,
                            verdicts.verdicts().size() + " pairs are apart but for what is declared");
                } else {
                    conditions.set(
                            ConditionSet.COMPLIANT,
                            "Unknown",
                            Reason.ZonesMissing,
                            "nobody says where the zones "
                                    + work.missing().stream()
                                            .map(required -> required.role().name())
                                            .toList()
                                    + " are; declare them, or answer for them in spec.elsewhere");
                }
            }
        }
    }

    /** How many pairs there are of a standing, and the first of them with why. */
    private static String said(
            List<ZoneVerdict> verdicts, Standing standing, Function<ZoneVerdict, List<String>> sentences) {
        var those = verdicts.stream()
                .filter(verdict -> verdict.standing() == standing)
                .toList();
        var first = those.getFirst();
        return those.size() + (those.size() == 1 ? " pair is " : " pairs are ") + standing + "; " + name(first.from())
                + " to " + name(first.to()) + ": "
                + sentences.apply(first).stream()
                        .findFirst()
                        .map(IsolationReport::bounded)
                        .orElse("");
    }

    static String name(Party party) {
        return switch (party) {
            case Party.OfZone(var zone) -> zone;
            case Party.Internet() -> "Internet";
            case Party.Elsewhere() -> "Elsewhere";
        };
    }

    private static Verdicts verdicts(Work work, Judgement judgement) {
        var all = judgement.verdicts();
        return new Verdicts(
                work.zoning().zones().size(), (int) all.count(Standing.ISOLATED), (int) all.count(Standing.LEAK), (int)
                        all.count(Standing.UNKNOWN));
    }

    private static List<Pair> pairs(Judgement judgement) {
        var worst = judgement.verdicts().verdicts().stream()
                .sorted(Comparator.comparing(ZoneVerdict::standing).reversed())
                .limit(PAIRS)
                .toList();
        return IntStream.range(0, worst.size())
                .mapToObj(i -> pair(worst.get(i), i < TOLD_AT_LENGTH ? SENTENCES : 1))
                .toList();
    }

    private static Pair pair(ZoneVerdict verdict, int sentences) {
        return new Pair(
                name(verdict.from()),
                name(verdict.to()),
                verdict.standing().name(),
                verdict.standing() == Standing.LEAK ? verdict.leaks() : null,
                first(verdict.witnesses()).stream().limit(sentences).toList(),
                first(verdict.reasons()).stream().limit(sentences).toList());
    }

    static List<String> first(List<String> sentences) {
        return sentences.stream().limit(SENTENCES).map(IsolationReport::bounded).toList();
    }

    private static Coverage coverage(Work work, Judgement judgement) {
        var seen = judgement.seen();
        return new Coverage(
                seen.pods(),
                seen.hostNetworkPods(),
                seen.policies(),
                EVALUATED,
                seen.notEvaluated().stream().limit(FIRST).toList(),
                seen.unreadable().stream()
                        .limit(FIRST)
                        .map(IsolationReport::bounded)
                        .toList(),
                work.zoning().zones().stream()
                        .map(zone ->
                                ZoneNamespaces.of(zone.name(), work.namespaces().getOrDefault(zone.name(), List.of())))
                        .toList());
    }

    /** Counts are of what is used: by them, what shrinks is seen. */
    private static Addresses addresses(Registered registered, @Nullable Addresses before) {
        var counts = registered.data().counts();
        var isUsed = registered.refusals().isEmpty();
        return new Addresses(
                bounded(registered.data().quoted()),
                isUsed ? Long.valueOf(counts.ipv4()) : before == null ? null : before.ipv4(),
                isUsed ? Long.valueOf(counts.ipv6()) : before == null ? null : before.ipv6(),
                first(registered.refusals()));
    }

    private static @Nullable Compiled compiled(@Nullable Mode mode, Work work, IsolationEnforcement.Result result) {
        return mode == Mode.Audit
                ? null
                : new Compiled(
                        work.guards().objects().size(),
                        work.guards().digest(),
                        work.applied() && result.failures().isEmpty() && !result.superseded());
    }

    /** What is written now, and what ended before: the last ones to end. */
    private static List<BreakGlassUse> breakGlass(List<BreakGlassUse> before, Zoning zoning, Instant now) {
        var uses = new ArrayList<BreakGlassUse>();
        zoning.breakGlass().stream()
                .map(each -> new BreakGlassUse(
                        bounded(each.flow().toString()), each.reason(), each.ticket(), each.said(), each.isOpen(now)))
                .forEach(uses::add);
        before.stream()
                .filter(use -> uses.stream()
                        .noneMatch(other -> other.ticket().equals(use.ticket())
                                && other.notAfter().equals(use.notAfter())
                                && other.flow().equals(use.flow())))
                .map(use -> new BreakGlassUse(use.flow(), use.reason(), use.ticket(), use.notAfter(), false))
                .forEach(uses::add);
        return uses.stream()
                .sorted(Comparator.comparing(BreakGlassUse::notAfter)
                        .reversed()
                        .thenComparing(BreakGlassUse::ticket)
                        .thenComparing(BreakGlassUse::flow))
                .limit(FIRST)
                .toList();
    }

    private static List<MoveUse> moves(Work work) {
        var members = new ZoneMembers(work.zoning(), work.namespaces());
        return work.zoning().moves().stream()
                .map(move -> new MoveUse(move.namespace(), move.to(), move.reason(), members.isDone(move)))
                .toList();
    }

    static String bounded(String text) {
        return StatusText.within(LONGEST, text);
    }
}
