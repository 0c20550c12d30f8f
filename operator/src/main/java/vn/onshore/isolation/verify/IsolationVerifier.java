package vn.onshore.isolation.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import vn.onshore.isolation.engine.ZoneMatrix;
import vn.onshore.isolation.engine.ZoneMatrix.Cell;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.verify.Circumstance.Doubt;
import vn.onshore.isolation.verify.Circumstance.Leak;
import vn.onshore.isolation.verify.Circumstance.Remark;
import vn.onshore.isolation.verify.Pairs.Between;

/** Says how zones stand to each other and to the Internet. Pure; the same inputs in any order give the same verdicts. */
public final class IsolationVerifier {
    private IsolationVerifier() {}

    public static ZoneVerdicts verify(VerifierInputs inputs) {
        var circumstances = circumstances(inputs);
        var verdicts = pairs(
                        inputs.plan().zones().stream()
                                .map(zone -> new Party.OfZone(zone.name()))
                                .toList(),
                        inputs,
                        circumstances)
                .stream()
                .map(pair -> verdict(pair, inputs.matrix(), circumstances))
                .toList();
        var remarks = circumstances.stream()
                .filter(Remark.class::isInstance)
                .map(Circumstance::sentence)
                .toList();
        return new ZoneVerdicts(verdicts, Listing.sentences(remarks, ZoneVerdicts.MOST_REMARKS));
    }

    private static List<Circumstance> circumstances(VerifierInputs inputs) {
        var scene = new Scene(inputs);
        var all = new ArrayList<Circumstance>();
        PlanRules.judge(scene, all::add);
        PodRules.judge(scene, all::add);
        ServiceRules.judge(scene, all::add);
        PolicyRules.judge(scene, all::add);
        all.addAll(inputs.more());
        return all;
    }

    /** Every pair of zones, each zone with the Internet, and what else somebody speaks of. */
    private static Set<Between> pairs(
            List<Party.OfZone> zones, VerifierInputs inputs, List<Circumstance> circumstances) {
        var internet = new Party.Internet();
        var pairs = new LinkedHashSet<Between>();
        for (var from : zones) {
            zones.stream().filter(to -> !to.equals(from)).forEach(to -> pairs.add(new Between(from, to)));
            pairs.add(new Between(from, internet));
            pairs.add(new Between(internet, from));
        }
        inputs.matrix().cells().forEach(cell -> pairs.add(new Between(cell.from(), cell.to())));
        for (var circumstance : circumstances) {
            var spokenOf = switch (circumstance) {
                case Leak(var about, var sentence) -> about;
                case Doubt(var about, var sentence) -> about;
                case Remark remark -> null;
            };
            if (spokenOf instanceof Between between) {
                pairs.add(between);
            }
        }
        return pairs;
    }

    private static ZoneVerdict verdict(Between pair, ZoneMatrix matrix, List<Circumstance> circumstances) {
        var cell = matrix.cells().stream()
                .filter(one -> pair.cover(one.from(), one.to()))
                .findFirst();
        var witnesses = new ArrayList<String>();
        var reasons = new ArrayList<String>();
        for (var circumstance : circumstances) {
            switch (circumstance) {
                case Leak(var about, var sentence) when about.cover(pair.from(), pair.to()) -> witnesses.add(sentence);
                case Doubt(var about, var sentence) when about.cover(pair.from(), pair.to()) -> reasons.add(sentence);
                default -> {}
            }
        }
        witnesses.sort(null);
        reasons.sort(null);
        var open = cell.map(WitnessText::of).orElse(WitnessText.NOTHING);
        witnesses.addAll(open.sentences());
        return new ZoneVerdict(
                pair.from(),
                pair.to(),
                !witnesses.isEmpty() ? Standing.LEAK : reasons.isEmpty() ? Standing.ISOLATED : Standing.UNKNOWN,
                cell.map(Cell::leaks).orElse(0L),
                Listing.sentences(witnesses, ZoneVerdict.MOST_SENTENCES, open.untold()),
                Listing.sentences(reasons, ZoneVerdict.MOST_SENTENCES),
                cell.map(Cell::transitive).orElse(List.of()));
    }
}
