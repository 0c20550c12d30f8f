package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.api.v1alpha1.GuardChanges;
import vn.onshore.api.v1alpha1.GuardChanges.Change;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.live.Look;
import vn.onshore.residency.verify.FindingBook;
import vn.onshore.standing.OutOfBand;
import vn.onshore.standing.Tampering;

/** What is kept of guards that were put back, and where. */
class TamperingTest {
    private static final String OWN = "onshore-residency";

    private Instant now = Cluster.NOW;
    private final Tampering tampering = new Tampering("E59", () -> now);

    private static Manifest guard(String name, Map<?, ?>... managers) {
        return Manifest.of(Map.of(
                "apiVersion",
                "admissionregistration.k8s.io/v1",
                "kind",
                "ValidatingAdmissionPolicyBinding",
                "metadata",
                Map.of("name", name, "managedFields", List.of(managers))));
    }

    private static Map<?, ?> manager(String name, String time) {
        return Map.of("manager", name, "time", time);
    }

    private void deleted(String name) {
        tampering.noticed("p");
        var since = tampering.since("p");
        now = now.plusMillis(12);
        tampering.restored("p", guard(name), OutOfBand.of(null, OWN), since);
        now = now.plusSeconds(1);
    }

    private GuardChanges untold() {
        return Objects.requireNonNull(tampering.untold("p"));
    }

    private DataResidencyStatus report(DataResidencyStatus previous) {
        var cluster = new Cluster();
        cluster.previous = previous;
        var result = new Enforcement.Result(List.of(), false, true, tampering.untold("p"), 0);
        var seen = new ResidencyReport.Seen(
                new FindingBook().summary(0),
                FindingBook.NotMet.NONE,
                Look.NONE,
                Optional.empty(),
                Duration.ofMinutes(5));
        return ResidencyReport.of(cluster.inputs(), cluster.work(), result, seen, now);
    }

    @Test
    void timeCountsFromWhenItWasNoticedFirst() {
        tampering.noticed("p");
        now = now.plusMillis(5);
        tampering.noticed("p");
        now = now.plusMillis(7);
        var since = tampering.since("p");
        assertThat(tampering.restored("p", guard("b"), OutOfBand.of(null, OWN), since))
                .isEqualTo(Duration.ofMillis(12));
        assertThat(tampering.since("p"))
                .as("what was looked at is no longer new")
                .isEqualTo(now);
    }

    @Test
    void theLastManagerThatIsNotOursDidIt() {
        var edited = guard(
                "b",
                manager(OWN, "2026-11-22T04:00:03Z"),
                manager("helm", "2026-11-22T04:00:01Z"),
                manager("kubectl-edit", "2026-11-22T04:00:02Z"));
        assertThat(OutOfBand.of(edited, OWN)).isEqualTo(new OutOfBand(Change.Edited, "kubectl-edit"));
        assertThat(OutOfBand.of(edited, OWN)).hasToString("was changed by field manager kubectl-edit");
        assertThat(OutOfBand.of(guard("b", manager(OWN, "2026-11-22T04:00:03Z")), OWN))
                .isEqualTo(new OutOfBand(Change.Edited, null));
        assertThat(OutOfBand.of(null, OWN)).isEqualTo(new OutOfBand(Change.Deleted, null));
    }

    @Test
    void aStatusTellsOfItAndKeepsIt() {
        deleted("onshore-citizen-data-pods");
        var status = report(DataResidencyStatus.NONE);
        var changes = Objects.requireNonNull(status.guardChanges());
        assertThat(changes.total()).isEqualTo(1);
        assertThat(changes.last())
                .containsExactly(new GuardChanges.GuardChange(
                        "E59",
                        "ValidatingAdmissionPolicyBinding",
                        "onshore-citizen-data-pods",
                        Change.Deleted,
                        null,
                        "2026-11-22T04:00:00Z",
                        12L));
        tampering.told("p", changes);
        assertThat(report(status)).as("at rest nothing is written").isEqualTo(status);
        assertThat(Json.convert(Json.toMap(status), DataResidencyStatus.class)).isEqualTo(status);
    }

    @Test
    void whatNoStatusToldOfIsToldLater() {
        deleted("a");
        var superseded = untold();
        deleted("b");
        tampering.told("p", superseded);
        assertThat(untold().last()).extracting(GuardChanges.GuardChange::name).containsExactly("b", "a");
        tampering.told("p", untold());
        assertThat(tampering.untold("p")).isNull();
    }

    @Test
    void onlyTheLastFewAreKeptAndAllAreCounted() {
        IntStream.range(0, 7).forEach(i -> deleted("guard-" + i));
        var first = report(DataResidencyStatus.NONE);
        tampering.told("p", untold());
        IntStream.range(7, 9).forEach(i -> deleted("guard-" + i));
        var second = Objects.requireNonNull(report(first).guardChanges());
        assertThat(second.total()).isEqualTo(9);
        assertThat(second.last())
                .extracting(GuardChanges.GuardChange::name)
                .containsExactly("guard-8", "guard-7", "guard-6", "guard-5", "guard-4");
        assertThat(tampering.total()).isEqualTo(9);
    }
}
