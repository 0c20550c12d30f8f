package vn.onshore.isolation;

import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.verify.Standing;
import vn.onshore.isolation.verify.ZoneVerdicts;
import vn.onshore.isolation.zoning.Zoning;

/** All verdicts as a table for people who read YAML: rows open connections to columns. */
final class MatrixTable {
    private MatrixTable() {}

    static String of(Zoning zoning, ZoneVerdicts verdicts) {
        var parties = new ArrayList<Party>();
        zoning.zones().forEach(zone -> parties.add(new Party.OfZone(zone.name())));
        parties.add(new Party.Internet());
        if (verdicts.verdicts().stream()
                .anyMatch(verdict ->
                        verdict.from() instanceof Party.Elsewhere || verdict.to() instanceof Party.Elsewhere)) {
            parties.add(new Party.Elsewhere());
        }
        var width = parties.stream()
                .map(IsolationReport::name)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        var table = new StringBuilder(" ".repeat(width));
        parties.forEach(to -> table.append(' ').append(IsolationReport.name(to)));
        for (var from : parties) {
            table.append('\n').append(row(from, parties, verdicts, width));
        }
        return table.append('\n').toString();
    }

    private static String row(Party from, List<Party> parties, ZoneVerdicts verdicts, int width) {
        var name = IsolationReport.name(from);
        var row = new StringBuilder(name).append(" ".repeat(width - name.length()));
        for (var to : parties) {
            var mark = verdicts.between(from, to)
                    .map(verdict -> mark(verdict.standing()))
                    .orElse("-");
            row.append(' ')
                    .append(mark)
                    .append(" ".repeat(IsolationReport.name(to).length() - 1));
        }
        return row.toString().stripTrailing();
    }

    private static String mark(Standing standing) {
        return switch (standing) {
            case ISOLATED -> "i";
            case LEAK -> "L";
            case UNKNOWN -> "?";
        };
    }
}
