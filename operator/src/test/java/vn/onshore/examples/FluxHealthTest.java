package vn.onshore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health expressions for Flux, in the order in which Flux asks them. */
class FluxHealthTest {
    private static final String HOME = "gitops/argocd/resource_customizations/onshore.vn/_/testdata/";

    @ParameterizedTest
    @CsvSource({
        "healthy, current",
        "healthy_unknown, current",
        "healthy_audit_violations, current",
        "degraded_violations, failed",
        "degraded_stalled, failed",
        "progressing_broken_guard, inProgress",
        "progressing_reconciling, inProgress",
        "progressing_stale, inProgress",
        "progressing_new, error"
    })
    void decides(String object, String expected) throws Exception {
        var resource = Examples.documents(Examples.ROOT.resolve(HOME + object + ".yaml"))
                .getFirst();
        var kustomization = Examples.documents(Examples.ROOT.resolve("gitops/flux/kustomization.yaml"))
                .getFirst();
        var checks = (List<?>) Examples.at(kustomization, "spec", "healthCheckExprs");
        assertThat(decide(checks.getFirst(), resource)).isEqualTo(expected);
    }

    private static String decide(Object check, Map<String, Object> resource) throws Exception {
        for (var question : List.of("inProgress", "failed", "current")) {
            var answer = evaluate((String) Examples.at(check, question), resource);
            if (!(answer instanceof Boolean)) {
                // Flux goes on waiting when an expression reads what is not there yet.
                return "error";
            }
            if (answer.equals(true)) {
                return question;
            }
        }
        return "inProgress";
    }

    private static Object evaluate(String expression, Map<String, Object> resource) throws Exception {
        var cel = CelFactory.standardCelBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("metadata", SimpleType.DYN)
                .addVar("spec", SimpleType.DYN)
                .addVar("status", SimpleType.DYN)
                .build();
        return cel.createProgram(cel.compile(expression).getAst()).eval(resource);
    }
}
