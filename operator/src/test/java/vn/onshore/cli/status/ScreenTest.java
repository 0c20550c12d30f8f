package vn.onshore.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.onshore.manifest.ManifestReader;

class ScreenTest {
    private static final String CLUSTER = """
            apiVersion: onshore.vn/v1alpha1
            kind: OnshoreBoundary
            metadata: {name: vietnam}
            status:
              conditions: [{type: Ready, status: "True", reason: Compiled, message: sound}]
              nodes: {total: 3, inside: 1, attested: 1, inconsistent: 1}
              inconsistentNodes: [{name: liar, contradiction: "label says site hn-01, but providerID says sgp"}]
              exemptions: {namespaces: [kube-system], reason: it runs the cluster}
            ---
            apiVersion: onshore.vn/v1alpha1
            kind: DataResidency
            metadata: {name: citizen-data}
            spec: {mode: Enforce}
            status:
              conditions:
              - {type: Ready, status: "True", reason: EnforcedAndProved, message: 45 attempts ended as they must}
              - {type: Compliant, status: "False", reason: Violations, message: "rules not met: E42"}
              verdicts: {met: 7, notMet: 1, unknown: 0}
              nodes: {total: 3, eligible: 1}
              coverage: {kindsListed: 40, objects: 200, sweptAt: "2026-11-22T05:00:00Z", unread: ["Secret: not allowed"]}
              rules:
              - {rule: E34, verdict: Unknown, reason: objects that could lead out this way exist (1)}
              - {rule: E42, verdict: NotMet}
              - {rule: E60, verdict: Unknown, reason: accepted; Secret could not be read}
              proof: {at: "2026-11-22T05:00:01Z", attempts: 45, asExpected: 45}
              skippedGuards: [{guard: G9, reason: no snapshots are served}]
              guardChanges:
                total: 7
                last:
                - {rule: E59, kind: B, name: b, change: Edited, manager: helm, at: "2026-11-22T04:59:00Z", restoredAfterMillis: 12}
              findings:
                total: 25
                items:
                - {rule: E42, verdict: NotMet, kind: Service, namespace: shop, name: out, message: leads abroad}
                - {rule: E01, verdict: NotMet, kind: Pod, namespace: shop, name: p, controller: Job/j, message: is abroad}
              acceptedBlindSpots: [{rule: E60, reason: Secrets are private, owner: platform, expires: "2027-06-30"}]
            """;

    @Test
    void showsWhatStandsAndWhy() {
        var objects = ManifestReader.read("cluster.yaml", CLUSTER).manifests();
        assertThat(Screen.of(List.of(objects.get(0)), List.of(objects.get(1)), false))
                .isEqualTo("""
                        OnshoreBoundary vietnam  Ready=True
                          nodes               3 (1 inside, 1 attested, 1 inconsistent)
                          ! liar              label says site hn-01, but providerID says sgp
                          exempt              kube-system (it runs the cluster)

                        DataResidency citizen-data  Ready=True
                          mode                Enforce
                          ready               EnforcedAndProved: 45 attempts ended as they must
                          compliant           False  Violations: rules not met: E42
                          verdicts            7 met, 1 not met, 0 unknown
                          nodes               1 of 3 eligible
                          seen                200 objects of 40 kinds at 2026-11-22T05:00:00Z
                          not readable        Secret: not allowed
                          rules NotMet        1: E42
                          unknown E34         objects that could lead out this way exist (1)
                          last proof          45 of 45 attempts ended as they must, at 2026-11-22T05:00:01Z
                          skipped G9          no snapshots are served
                          guards put back     7, the last ones:
                          ! E59               B b: edited by field manager helm at 2026-11-22T04:59:00Z, as before 12 ms later
                          E42 NotMet          Service shop/out: leads abroad
                          E01 NotMet          Pod shop/p of Job/j: is abroad
                                              and 23 more findings
                          accepted E60        Secrets are private (platform, until 2027-06-30)

                        """);
        assertThat(new Seen(List.of(objects.get(0)), List.of(objects.get(1))).exitCode())
                .isEqualTo(1);
    }

    @Test
    void whatNobodyHasLookedAtYetIsUnknown() {
        var fresh = ManifestReader.read("fresh.yaml", """
                        apiVersion: onshore.vn/v1alpha1
                        kind: DataResidency
                        metadata: {name: fresh}
                        spec: {mode: Audit}
                        """).manifests();
        assertThat(Screen.of(List.of(), fresh, false))
                .contains("Ready=Unknown", "does the operator run?", "not everything yet");
        assertThat(Screen.of(List.of(), List.of(), false)).contains("no DataResidency yet");
    }
}
