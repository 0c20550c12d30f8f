package vn.onshore.residency.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencySpec.AcceptedBlindSpot;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Subject;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;

class CoverageTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);
    private static final List<String> ALWAYS = List.of("E12", "E56", "E58", "E59");

    private static List<AcceptedBlindSpot> accepting(List<String> rules, String expires) {
        return rules.stream()
                .map(rule -> new AcceptedBlindSpot(rule, "why", "who", expires))
                .toList();
    }

    private static Coverage.Row row(Coverage coverage, String rule) {
        return coverage.rows().stream()
                .filter(row -> row.exit().id().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static Finding finding(String rule, Verdict verdict) {
        return new Finding(rule, new Subject("v1", "Pod", "n", "a", null), verdict, "m", "r");
    }

    @Test
    void theCatalogueHasSixtyRowsInOrder() {
        assertThat(ExitCatalogue.exits())
                .extracting(Exit::id)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(60);
        assertThat(ExitCatalogue.exits().stream().filter(Exit::isJudged).map(Exit::id))
                .containsExactlyElementsOf(Verifier.judgedRules());
    }

    @Test
    void anEmptyClusterIsUnknownUntilSomebodyAnswersForWhatNobodySees() {
        var book = new FindingBook().summary(0);
        var alone = Coverage.of(book, Coverage.Reach.WHOLE, List.of(), TODAY);
        assertThat(alone.compliant()).isEqualTo(Verdict.Unknown);
        assertThat(alone.unknown()).isEqualTo(4);
        assertThat(row(alone, "E26").verdict()).isEqualTo(Verdict.NotApplicable);
        assertThat(row(alone, "E60").verdict()).isEqualTo(Verdict.Met);
        var answered = Coverage.of(book, Coverage.Reach.WHOLE, accepting(ALWAYS, "2026-07-01"), TODAY);
        assertThat(answered.compliant()).isEqualTo(Verdict.Met);
        assertThat(answered.acceptedRows()).isEqualTo(4);
        var expired = Coverage.of(book, Coverage.Reach.WHOLE, accepting(ALWAYS, "2026-06-30"), TODAY);
        assertThat(expired.compliant()).isEqualTo(Verdict.Unknown);
        assertThat(expired.remarks()).hasSize(4).allMatch(remark -> remark.contains("ended on 2026-06-30"));
    }

    @Test
    void acceptanceNeverExcusesAViolation() {
        var book = new FindingBook();
        book.put("Pod", "a", List.of(finding("E25", Verdict.NotMet)), Set.of());
        var spots = new ArrayList<>(accepting(ALWAYS, "2027-01-01"));
        spots.addAll(accepting(List.of("E25", "E99"), "2027-01-01"));
        var coverage = Coverage.of(book.summary(0), Coverage.Reach.WHOLE, spots, TODAY);
        assertThat(coverage.compliant()).isEqualTo(Verdict.NotMet);
        assertThat(row(coverage, "E25").accepted()).isFalse();
        assertThat(coverage.remarks()).singleElement().asString().contains("E99");
    }

    @Test
    void whatCouldNotBeReadIsUnknown() {
        var reach = new Coverage.Reach(
                true,
                Set.of(
                        new GroupKind("velero.io", "BackupStorageLocation"),
                        new GroupKind("storage.k8s.io", "StorageClass")));
        var coverage = Coverage.of(new FindingBook().summary(0), reach, accepting(ALWAYS, "2027-01-01"), TODAY);
        for (var rule : List.of("E15", "E16", "E26", "E60")) {
            assertThat(row(coverage, rule).verdict()).as(rule).isEqualTo(Verdict.Unknown);
            assertThat(row(coverage, rule).reason()).contains("could not be read");
        }
        assertThat(coverage.compliant()).isEqualTo(Verdict.Unknown);
        var unswept = Coverage.of(
                new FindingBook().summary(0),
                new Coverage.Reach(false, Set.of()),
                accepting(ALWAYS, "2027-01-01"),
                TODAY);
        assertThat(unswept.compliant()).isEqualTo(Verdict.Unknown);
        assertThat(row(unswept, "E26").verdict()).isEqualTo(Verdict.Unknown);
    }

    @Test
    void objectsBringExitsIntoScope() {
        var velero = Manifest.of(
                Map.of("apiVersion", "velero.io/v1", "kind", "Backup", "metadata", Map.of("namespace", "v")));
        assertThat(ExitCatalogue.touches(velero, namespace -> Governance.NotGoverned))
                .containsExactly("E26");
        assertThat(ExitCatalogue.speaksOf("ec2.aws.upbound.io", "Instance")).isTrue();
        assertThat(ExitCatalogue.speaksOf("upbound.io", "Instance")).isFalse();
        assertThat(ExitCatalogue.speaksOf("notvelero.io", "Backup")).isFalse();
        var spec = Map.<String, Object>of(
                "ephemeralContainers", List.of(Map.of("name", "d", "image", "i")),
                "containers", List.of(Map.of("command", List.of("sh", "-c", "pg_dump x | /usr/bin/rclone rcat r:b"))),
                "volumes", List.of(Map.of("hostPath", Map.of("path", "/"))));
        var pod = Manifest.of(Map.of("apiVersion", "v1", "kind", "Pod", "spec", spec));
        assertThat(ExitCatalogue.touches(pod, namespace -> Governance.Governed))
                .containsExactlyInAnyOrder("E09", "E11", "E34", "E45");
        assertThat(ExitCatalogue.touches(pod, namespace -> Governance.NotGoverned))
                .isEmpty();
        assertThat(Traits.namesCopyTool("echo mcdonalds awsome")).isFalse();
        assertThat(Traits.namesCopyTool("aws s3 cp a s3://b")).isTrue();
    }

    /** Else every pod that runs would be in doubt. */
    @Test
    void theTokenThatEveryPodGetsIsNoConfiguration() {
        var token = Map.of("serviceAccountToken", Map.of("path", "token", "expirationSeconds", 3607));
        var certificate = Map.of("configMap", Map.of("name", "kube-root-ca.crt"));
        var namespace = Map.of("downwardAPI", Map.of("items", List.of(Map.of("path", "namespace"))));
        assertThat(configured(List.of(token, certificate, namespace))).isFalse();
        assertThat(configured(List.of(token, certificate, Map.of("secret", Map.of("name", "s3")))))
                .isTrue();
        assertThat(configured(List.of(token, Map.of("configMap", Map.of("name", "endpoints")))))
                .isTrue();
        assertThat(configured(List.of(Map.of("serviceAccountToken", Map.of("audience", "sts.amazonaws.com")))))
                .isTrue();
        assertThat(configured(List.of())).isTrue();
    }

    private static boolean configured(List<Map<String, ?>> sources) {
        var volume = Map.of("name", "kube-api-access-x7k2p", "projected", Map.of("sources", sources));
        var pod = Manifest.of(Map.of("apiVersion", "v1", "kind", "Pod", "spec", Map.of("volumes", List.of(volume))));
        return ExitCatalogue.touches(pod, name -> Governance.Governed).contains("E35");
    }
}
