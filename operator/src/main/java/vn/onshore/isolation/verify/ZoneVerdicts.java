package vn.onshore.isolation.verify;

import java.util.List;
import java.util.Optional;
import vn.onshore.isolation.engine.ZoneMatrix.Party;

/**
 * How all zones stand.
 *
 * @param verdicts one for every ordered pair of zones and for each zone with the Internet, both ways, by the order of the
 *     plan; those with pods in no zone only where something is known of them
 * @param remarks sentences that change no standing, at most {@value #MOST_REMARKS}, and one that counts the rest
 */
public record ZoneVerdicts(List<ZoneVerdict> verdicts, List<String> remarks) {
    public static final int MOST_REMARKS = 20;

    public ZoneVerdicts {
        verdicts = List.copyOf(verdicts);
        remarks = List.copyOf(remarks);
    }

    public long count(Standing standing) {
        return verdicts.stream()
                .filter(verdict -> verdict.standing() == standing)
                .count();
    }

    /** The worst of all; ISOLATED only if every pair is. Without any pair nothing was proved. */
    public Standing overall() {
        return verdicts.stream()
                .map(ZoneVerdict::standing)
                .max(Standing::compareTo)
                .orElse(Standing.UNKNOWN);
    }

    public Optional<ZoneVerdict> between(Party from, Party to) {
        return verdicts.stream()
                .filter(verdict -> verdict.from().equals(from) && verdict.to().equals(to))
                .findFirst();
    }
}
