package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencySpec.InteractiveAccess;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencySpec.NodeEvidence;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.Samples;
import vn.onshore.kube.EventRecorder.Reason;
import vn.onshore.residency.ResidencyPlan.Stalled;
import vn.onshore.residency.ResidencyPlan.Work;
import vn.onshore.residency.live.Look;
import vn.onshore.residency.prove.ApiRequest;
import vn.onshore.residency.prove.Attempt;
import vn.onshore.residency.prove.Observation;
import vn.onshore.residency.prove.Outcome;
import vn.onshore.residency.prove.Proof;
import vn.onshore.residency.verify.FindingBook;

/** Who is told what when a status turns. */
class AnnouncementTest {
    private static final Site.Nodes UNNAMED = new Site.Nodes(List.of(), List.of(), List.of());

    private final Cluster cluster = new Cluster().node(Cluster.hanoi("hn-1"), false);
    private DataResidencyStatus status = DataResidencyStatus.NONE;

    /** What is told when the next status is written. */
    private List<Announcement> next(Optional<Proof> proof) {
        cluster.previous = status;
        var in = cluster.inputs();
        var seen = new ResidencyReport.Seen(
                new FindingBook().summary(0), FindingBook.NotMet.NONE, Look.NONE, proof, Duration.ofMinutes(5));
        var after = switch (Cluster.plan(in)) {
            case Stalled stalled -> ResidencyReport.stalled(in, stalled, Cluster.NOW);
            case Work work -> ResidencyReport.of(in, work, Enforcement.Result.NOTHING, seen, Cluster.NOW);
        };
        var told = Announcement.between(status, after, in.released());
        status = after;
        return told;
    }

    private static Optional<Proof> proof(Outcome outcome) {
        var attempt = new Attempt(
                "a",
                "G3",
                "bind a pod",
                new ApiRequest(ApiRequest.Verb.Create, "/x", Map.of("kind", "Binding")),
                new Attempt.Expected.Refused());
        return Optional.of(new Proof(Cluster.NOW, List.of(new Observation(attempt, outcome, 422, "")), List.of()));
    }

    @Test
    void aGuardThatIsProvedOrBrokenIsToldOnce() {
        var holds = proof(new Outcome.Refused("onshore-citizen-data-pods"));
        var broken = proof(new Outcome.Admitted());
        assertThat(next(Optional.empty())).isEmpty();
        assertThat(next(holds)).extracting(Announcement::reason).containsExactly(Reason.EnforcementProved);
        assertThat(next(holds)).isEmpty();
        assertThat(next(broken)).singleElement().satisfies(told -> {
            assertThat(told.reason()).isEqualTo(Reason.EnforcementBroken);
            assertThat(told.note()).contains("bind a pod");
        });
        assertThat(next(broken)).isEmpty();
        assertThat(next(holds)).extracting(Announcement::reason).containsExactly(Reason.EnforcementProved);
    }

    @Test
    void whoTakesANamespaceAwayIsHeardOnce() {
        assertThat(next(Optional.empty())).isEmpty();
        cluster.namespaces = new ResidencyInputs.Governed(List.of(), List.of("shop"));
        assertThat(next(Optional.empty())).singleElement().satisfies(told -> {
            assertThat(told.reason()).isEqualTo(Reason.Loosened);
            assertThat(told.note())
                    .startsWith("no longer governed, because of their labels")
                    .endsWith(": shop");
        });
        assertThat(status.namespaces()).isEqualTo(new DataResidencyStatus.Namespaces(0, List.of()));
        assertThat(next(Optional.empty())).isEmpty();
    }

    private void boundary(OnshoreBoundarySpec spec) {
        cluster.ground = new Ground.Usable(Samples.boundary(spec), spec);
    }

    private List<String> widened() {
        return next(Optional.empty()).stream()
                .filter(told ->
                        told.reason() == Reason.Loosened && told.action().equals("Widen"))
                .map(Announcement::note)
                .toList();
    }

    @Test
    void whoWidensTheBoundaryIsHeardOnceWithWhatWasAdded() {
        assertThat(widened()).isEmpty();
        var hue = Samples.site("hue-01", "46", UNNAMED, List.of("10.30.0.0/16"));
        var before = Samples.spec(List.of(Samples.hanoi(), Samples.saigon(), hue));
        var wider = new OnshoreBoundarySpec(
                "VN",
                before.sites(),
                append(before.endpoints(), new OnshoreBoundarySpec.Endpoint("cdn.example.net", "hn-01")),
                append(before.domains(), new OnshoreBoundarySpec.Domain("evil.example", "hn-01")),
                append(before.registries(), new OnshoreBoundarySpec.Registry("docker.io", null)),
                before.csiDrivers(),
                true,
                OnshoreBoundarySpec.NodeGuard.None,
                null);
        boundary(wider);
        var sentence = "more is allowed than before: site hue-01, domain evil.example, registry docker.io,"
                + " endpoint cdn.example.net, CIDR 10.30.0.0/16";
        assertThat(widened()).containsExactly(sentence);
        assertThat(widened()).isEmpty();
        boundary(Samples.spec());
        assertThat(widened()).as("narrowed").isEmpty();
        cluster.suspend = true;
        boundary(wider);
        assertThat(widened()).isEmpty();
        cluster.suspend = false;
        assertThat(widened()).as("widened while it was suspended").containsExactly(sentence);
    }

    @Test
    void onlyWhatThePolicyAllowsOfTheBoundaryCounts() {
        cluster.sites = List.of("hcm-01");
        assertThat(widened()).isEmpty();
        var spec = Samples.spec();
        boundary(new OnshoreBoundarySpec(
                "VN",
                spec.sites(),
                spec.endpoints(),
                append(spec.domains(), new OnshoreBoundarySpec.Domain("other.example.vn", "hn-01")),
                spec.registries(),
                spec.csiDrivers(),
                true,
                OnshoreBoundarySpec.NodeGuard.None,
                null));
        assertThat(widened()).isEmpty();
        cluster.sites = List.of();
        assertThat(widened())
                .singleElement()
                .asString()
                .startsWith("more is allowed than before: the provider catalogue,"
                        + " site hn-01, domain example.gov.vn, domain other.example.vn, registry r.hn.vn:5000 and ");
    }

    @Test
    void whoAsksLessOfAPolicyIsHeard() {
        cluster.access = new InteractiveAccess(List.of("sre"));
        assertThat(widened()).isEmpty();
        cluster.evidence = NodeEvidence.SelfDeclared;
        assertThat(widened()).containsExactly("more is allowed than before: node evidence SelfDeclared");
        cluster.schedulers = List.of("default-scheduler", "foreign");
        assertThat(widened()).containsExactly("more is allowed than before: scheduler foreign");
        cluster.access = new InteractiveAccess(List.of("sre", "interns"));
        assertThat(widened()).containsExactly("more is allowed than before: interactive access for group interns");
        cluster.access = null;
        assertThat(widened()).containsExactly("more is allowed than before: interactive access for anybody");
        cluster.access = new InteractiveAccess(List.of("sre"));
        cluster.evidence = NodeEvidence.Attested;
        cluster.schedulers = List.of("default-scheduler");
        assertThat(widened()).as("stricter than ever").isEmpty();
    }

    /** Names are cut, and beyond 500 all others count as one; an addition is told all the same. */
    @Test
    void howeverMuchIsAllowedTheStatusAndTheEventStayShort() {
        var ranges = IntStream.range(0, 700)
                .mapToObj(i -> "10.%d.%d.0/24".formatted(100 + i / 250, i % 250))
                .toList();
        var tail = "x".repeat(60) + "." + "y".repeat(60) + "." + "z".repeat(60) + ".vn";
        boundary(Samples.spec(List.of(Samples.site("hn-01", "01", UNNAMED, ranges.subList(0, 600)))));
        assertThat(widened()).isEmpty();
        assertThat(status.allows()).hasSize(500);
        boundary(Samples.spec(List.of(Samples.site("hn-01", "01", UNNAMED, ranges))));
        assertThat(widened())
                .singleElement()
                .asString()
                .matches("more is allowed than before: \\d+ others, digest .{16}");
        var spec = Samples.spec();
        boundary(spec);
        next(Optional.empty());
        for (var suffix : List.of("a.vn", "b.vn")) {
            boundary(new OnshoreBoundarySpec(
                    "VN",
                    spec.sites(),
                    IntStream.range(0, 9)
                            .mapToObj(i -> new OnshoreBoundarySpec.Endpoint(i + "." + tail + suffix, "hn-01"))
                            .toList(),
                    spec.domains(),
                    spec.registries(),
                    spec.csiDrivers(),
                    true,
                    OnshoreBoundarySpec.NodeGuard.None,
                    null));
            assertThat(widened())
                    .as("names that begin alike are not the same")
                    .singleElement()
                    .asString()
                    .endsWith(" and 4 more")
                    .hasSizeLessThan(1_000);
        }
    }

    private static <T> List<T> append(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    @Test
    void whoLoosensAPolicyIsHeard() {
        assertThat(next(Optional.empty())).isEmpty();
        cluster.mode = Mode.Warn;
        assertThat(next(Optional.empty()))
                .containsExactly(new Announcement(Reason.Loosened, "Loosen", "spec.mode went from Enforce to Warn"));
        cluster.suspend = true;
        assertThat(next(Optional.empty()))
                .singleElement()
                .extracting(Announcement::reason, Announcement::action)
                .containsExactly(Reason.Loosened, "Suspend");
        assertThat(next(Optional.empty())).isEmpty();
        cluster.suspend = false;
        cluster.mode = Mode.Audit;
        assertThat(next(Optional.empty()))
                .as("loosened while it was suspended")
                .containsExactly(new Announcement(Reason.Loosened, "Loosen", "spec.mode went from Warn to Audit"));
        cluster.mode = Mode.Enforce;
        assertThat(next(Optional.empty())).as("tightened").isEmpty();
    }
}
