package vn.onshore.residency.verify;

import java.util.Set;
import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;

/**
 * E19: from which nodes a persistent volume can be used. Terms are alternatives, so each of them must stay inside by
 * itself; only {@code In} with values that are all inside does.
 */
final class VolumeAffinity {
    private static final String REMEDY = "Pin the volume with nodeAffinity In to zones or regions of allowed sites.";
    private static final Set<String> NODE_KEYS = Set.of("kubernetes.io/hostname", "metadata.name");

    private VolumeAffinity() {}

    static void judge(Tree spec, String driver, Context context, Opinion opinion) {
        var terms = spec.at("nodeAffinity", "required", "nodeSelectorTerms").items();
        if (terms.isEmpty() && context.locator().hasTopology(driver)) {
            opinion.notMet(
                    "nodeAffinity is missing although volumes of " + Quoted.shortened(driver) + " have a place",
                    REMEDY);
        }
        terms.forEach(term -> term(term, context, opinion));
        if (opinion.isClean()) {
            opinion.met(
                    terms.isEmpty() ? "volumes of this kind have no topology" : "every term of nodeAffinity is inside");
        }
    }

    private static void term(Tree term, Context context, Opinion opinion) {
        var confined = false;
        for (var field : new String[] {"matchExpressions", "matchFields"}) {
            for (var expression : term.at(field).items()) {
                confined |= expression(expression, context, opinion);
            }
        }
        if (!confined) {
            opinion.notMet("a term of nodeAffinity names no zone, region or node", REMEDY);
        }
    }

    /** Whether the expression says anything about places. */
    private static boolean expression(Tree expression, Context context, Opinion opinion) {
        var key = expression.at("key").text();
        var byNode = NODE_KEYS.contains(key);
        if (!byNode && !context.locator().isTopologyKey(key)) {
            return false;
        }
        var operator = expression.at("operator").text();
        var values = expression.at("values").texts();
        if (!operator.equals("In") || values.isEmpty()) {
            opinion.notMet(
                    "nodeAffinity says " + Quoted.shortened(key) + " " + Quoted.shortened(operator)
                            + ", which does not keep the volume inside",
                    REMEDY);
        } else if (byNode) {
            values.forEach(node -> node(node, context, opinion));
        } else {
            values.forEach(value -> opinion.place(
                    "nodeAffinity " + key, value, context.locator().topology(key, value), REMEDY));
        }
        return true;
    }

    private static void node(String name, Context context, Opinion opinion) {
        var node = context.lookup().node(name);
        if (node.isEmpty()) {
            opinion.unknown(
                    "nodeAffinity names the node " + Quoted.shortened(name) + ", and nothing here says where it is",
                    context.lookup().isLive()
                            ? "Remove the volume if its node is gone."
                            : "Judge the volume on the cluster, or pin it by zone or region instead of by node.");
        } else if (!context.policy().qualifies(node.get())) {
            opinion.notMet(
                    "nodeAffinity names the node " + Quoted.shortened(name) + ", which does not qualify", REMEDY);
        }
    }
}
