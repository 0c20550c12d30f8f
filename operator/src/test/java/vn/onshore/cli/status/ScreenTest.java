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

    private static final String ZONES = """
            apiVersion: onshore.vn/v1alpha1
            kind: NetworkIsolation
            metadata: {name: archive}
            spec: {mode: Enforce, datapath: Worst}
            status:
              conditions:
              - {type: Ready, status: "True", reason: Enforced, message: 20 objects are applied}
              - {type: Compliant, status: "False", reason: Leaks, message: "1 pair is LEAK; storage to Internet"}
              verdicts: {zones: 4, isolated: 9, leak: 1, unknown: 1}
              packets: {summary: No packet was sent.}
              coverage:
                pods: 7
                policies: 12
                notEvaluated: [CiliumNetworkPolicy.cilium.io]
                zones: [{name: storage, total: 5, first: [db, db-2]}, {name: edge, total: 0}]
              pairs:
              - {from: storage, to: Internet, verdict: LEAK, leaks: 17, witnesses: [db/one reaches 203.0.113.7 TCP 443, b]}
              - {from: app, to: Internet, verdict: UNKNOWN, reasons: ["db/agent is on the node's network"]}
              - {from: app, to: storage, verdict: ISOLATED}
              observed:
                summary: 1 of 3 flows that were seen would be dropped.
                first: [{from: app, to: mgmt, port: TCP/22, count: 4, why: no flow from zone app to zone mgmt allows TCP/22}]
                remarks: [no time is known]
              missingRoles: [{role: LogStore, clause: QCVN 12:2026/BCA 3.9.2.2.5, remediation: add a zone}]
              addresses: {source: APNIC 20261101, refused: [it is 91 days old]}
              breakGlass:
              - {flow: mgmt to storage TCP 22, reason: restore, ticket: OPS-1, notAfter: "2026-11-22T10:00:00Z", open: true}
              moves: [{namespace: shop, to: app, reason: grows up, done: false}, {namespace: old, reason: ends, done: true}]
              skippedGuards: [{guard: A, reason: no ValidatingAdmissionPolicy is served}]
              guardChanges:
                total: 1
                last: [{rule: QCVN12-NET-02, kind: NetworkPolicy, name: deny, change: Deleted, at: "2026-11-22T04:59:00Z", restoredAfterMillis: 12}]
            """;

    @Test
    void showsWhatStandsAndWhy() {
        var objects = ManifestReader.read("cluster.yaml", CLUSTER).manifests();
        var seen = new Seen(List.of(objects.get(0)), List.of(objects.get(1)), List.of());
        assertThat(Screen.of(seen, false)).isEqualTo("""
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
        assertThat(seen.exitCode()).isEqualTo(1);
    }

    @Test
    void showsWhichZonesAreApart() {
        var seen = zones(ZONES);
        assertThat(Screen.of(seen, false)).isEqualTo("""
                        NetworkIsolation archive  Ready=True
                          mode                Enforce, policies read as Worst reads them
                          ready               Enforced: 20 objects are applied
                          compliant           False  Leaks: 1 pair is LEAK; storage to Internet
                          verdicts            9 isolated, 1 leak, 1 unknown, of 4 zones
                          packets             No packet was sent.
                          seen                7 pods, 12 policies
                          zone storage        db, db-2 and 3 more
                          zone edge           no namespace
                          not evaluated       CiliumNetworkPolicy.cilium.io
                          LEAK                storage to Internet: 17 can
                                              db/one reaches 203.0.113.7 TCP 443
                          UNKNOWN             app to Internet
                                              db/agent is on the node's network
                          observed            1 of 3 flows that were seen would be dropped.
                          ! would drop        app to mgmt TCP/22, seen 4 times: no flow from zone app to zone mgmt allows TCP/22
                                              no time is known
                          no zone for         LogStore (QCVN 12:2026/BCA 3.9.2.2.5): add a zone
                          registered          APNIC 20261101
                          ! not used          it is 91 days old
                          ! open              mgmt to storage TCP 22 until 2026-11-22T10:00:00Z (OPS-1: restore)
                          ! may move          shop to app (grows up)
                          moved               old to no zone (ends)
                          skipped A           no ValidatingAdmissionPolicy is served
                          guards put back     1, the last ones:
                          ! QCVN12-NET-02     NetworkPolicy deny: deleted at 2026-11-22T04:59:00Z, as before 12 ms later

                        """);
        assertThat(seen.exitCode()).isEqualTo(Seen.BAD);
        assertThat(seen.json()).contains("\"isolations\":[{");
        assertThat(zones(ZONES.replace("status: \"False\"", "status: Unknown")).exitCode())
                .isEqualTo(Seen.UNKNOWN);
        assertThat(zones(ZONES.replace("status: \"False\"", "status: \"True\"")).exitCode())
                .isEqualTo(Seen.GOOD);
    }

    private static Seen zones(String yaml) {
        return new Seen(
                List.of(), List.of(), ManifestReader.read("zones.yaml", yaml).manifests());
    }

    @Test
    void whatNobodyHasLookedAtYetIsUnknown() {
        var fresh = ManifestReader.read("fresh.yaml", """
                        apiVersion: onshore.vn/v1alpha1
                        kind: DataResidency
                        metadata: {name: fresh}
                        spec: {mode: Audit}
                        """).manifests();
        assertThat(Screen.of(new Seen(List.of(), fresh, List.of()), false))
                .contains("Ready=Unknown", "does the operator run?", "not everything yet");
        assertThat(Screen.of(Seen.NOTHING, false)).contains("no DataResidency and no NetworkIsolation yet");
        assertThat(Screen.of(
                        zones("{apiVersion: onshore.vn/v1alpha1, kind: NetworkIsolation, metadata: {name: a}}"), false))
                .contains("Ready=Unknown", "does the operator run?", "none yet");
    }
}
