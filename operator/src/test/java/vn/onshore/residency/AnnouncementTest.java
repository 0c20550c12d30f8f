package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencySpec.Mode;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
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
    private final Cluster cluster = new Cluster().node(Cluster.hanoi("hn-1"), false);
    private DataResidencyStatus status = DataResidencyStatus.NONE;

    /** What is told when the next status is written. */
    private List<Announcement> next(Optional<Proof> proof) {
        cluster.previous = status;
        var in = cluster.inputs();
        var seen = new ResidencyReport.Seen(
                new FindingBook().summary(0), List.of(), Look.NONE, proof, Duration.ofMinutes(5));
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
