package vn.onshore.isolation.verify;

import java.util.function.Consumer;
import vn.onshore.isolation.engine.ZoneMatrix.Party;
import vn.onshore.isolation.engine.ZonePlan.End;
import vn.onshore.isolation.verify.Circumstance.Doubt;
import vn.onshore.isolation.verify.Circumstance.Leak;
import vn.onshore.isolation.verify.Circumstance.Remark;

/** What follows from how the isolation itself is declared. */
final class PlanRules {
    private static final Remark SCOPE = new Remark(
            "Verdicts are about new connections over TCP, UDP and SCTP. What becomes"
                    + " of ICMP, of other protocols and of connections that are open already is up to the network plugin.");

    private PlanRules() {}

    static void judge(Scene scene, Consumer<Circumstance> out) {
        enforcement(scene, out);
        breakGlass(scene, out);
        out.accept(SCOPE);
    }

    private static void enforcement(Scene scene, Consumer<Circumstance> out) {
        var inputs = scene.inputs();
        switch (inputs.enforcement()) {
            case Proved -> {}
            case Declared ->
                out.accept(new Remark("No packet has shown it: that policies are enforced, and as profile "
                        + inputs.profile() + " says, is what the spec declares."));
            case Unproved ->
                out.accept(
                        new Doubt(
                                new Pairs.Every(),
                                "nothing shows that a network plugin enforces policies: no packet was seen to be stopped."
                                        + " Declare spec.datapath, or let probes run; status.packets says what became of them."));
            case Refuted ->
                out.accept(new Doubt(
                        new Pairs.Every(),
                        "a packet got through between zones that had to be stopped, so nobody knows what the network"
                                + " plugin stops. See status.packets for where, and mend that first."));
        }
    }

    /** Open until it ends, whether or not the policies for it are there already. */
    private static void breakGlass(Scene scene, Consumer<Circumstance> out) {
        for (var open : scene.inputs().breakGlass()) {
            if (open.notAfter().isAfter(scene.inputs().now())) {
                var flow = open.flow();
                out.accept(new Leak(
                        new Pairs.Between(party(flow.from()), party(flow.to())),
                        "break-glass until " + open.notAfter()
                                + (open.ticket().isEmpty() ? "" : " (" + open.ticket() + ")") + ": "
                                + flow.ports()
                                + " is open. Remove it from spec.breakGlass when it is no longer needed."));
            }
        }
    }

    private static Party party(End end) {
        return switch (end) {
            case End.InZone(var zone, var only) -> new Party.OfZone(zone);
            case End.Pods(var selection) -> new Party.Elsewhere();
            case End.Addresses(var addresses) -> new Party.Internet();
        };
    }
}
