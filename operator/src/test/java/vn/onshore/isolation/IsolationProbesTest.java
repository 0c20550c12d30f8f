package vn.onshore.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.api.v1alpha1.ZoneProbes;
import vn.onshore.boundary.Ground;
import vn.onshore.boundary.Problem;
import vn.onshore.compliance.Subject;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationInputs.Probed;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.prove.ProbeImage;
import vn.onshore.isolation.prove.ProbeSchedule;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;

/** When probes run, and since when they are believed. */
class IsolationProbesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ProbeImage IMAGE = new ProbeImage("registry.invalid/onshore:1", List.of());
    private static final ServerFeatures SERVER =
            new ServerFeatures(36, Set.of("admissionregistration.k8s.io/v1/validatingadmissionpolicies"));

    @Test
    void noPacketIsSentWhereAnybodyCouldSpeakForAProbe() {
        assertIdle("Audit", guarded(), SERVER, "probes run only in Enforce");
        assertIdle("Shadow", guarded(), SERVER, "probes run only in Enforce");
        assertIdle("Enforce", Probed.NOT, SERVER, "the operator was given no image to probe with");
        assertIdle("Enforce", guarded(), new ServerFeatures(29, Set.of()), "ValidatingAdmissionPolicy v1");
        var unguarded = of("Enforce", probed(Optional.empty()), SERVER, Map.of());
        assertThat(unguarded.turn()).isEmpty();
        assertThat(unguarded.again()).contains(NOON.plusSeconds(1));
        assertThat(unguarded.evidence().summary())
                .contains("what keeps others from speaking for probes is not there yet");
    }

    @Test
    void aRoundBeginsUnderGuardsThatStoodForAWhile() {
        assertThat(of("Enforce", guarded(), SERVER, Map.of()).turn()).hasValueSatisfying(turn -> {
            assertThat(turn.open()).isTrue();
            assertThat(turn.round()).isEqualTo(NOON);
        });
        var changed = Map.<String, Object>of(
                "guardChanges",
                Map.of("total", 1, "last", List.of(Map.of("at", "2026-11-22T11:59:55Z", "restoredAfterMillis", 1000))));
        assertThat(of("Enforce", guarded(), SERVER, changed).turn()).hasValueSatisfying(turn -> {
            assertThat(turn.open()).isFalse();
            assertThat(turn.next()).isEqualTo(NOON.plusSeconds(6));
        });
        var lies = Map.<String, Object>of(
                "guardChanges",
                Map.of("total", 1, "last", List.of(Map.of("at", "2036-01-01T00:00:00Z", "restoredAfterMillis", 1))));
        assertThat(of("Enforce", guarded(), SERVER, lies).turn())
                .hasValueSatisfying(turn -> assertThat(turn.open()).isTrue());
    }

    @Test
    void theScheduleIsReadOrItsFieldIsNamed() {
        var problems = new ArrayList<Problem>();
        assertThat(IsolationProbes.schedule(null, problems)).isEqualTo(ProbeSchedule.HOURLY);
        var schedule = IsolationProbes.schedule(new ZoneProbes("90m", List.of("[2001:db8::1]:443")), problems);
        assertThat(schedule.every()).isEqualTo(Duration.ofMinutes(90));
        assertThat(schedule.outside()).hasSize(1);
        assertThat(problems).isEmpty();
        IsolationProbes.schedule(new ZoneProbes("4m", List.of("203.0.113.7:443", "203.0.113.777:443")), problems);
        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactly(
                        "spec.probes.outside[1]: is no address with a port such as 203.0.113.7:443 or"
                                + " [2001:db8::1]:443",
                        "spec.probes.every: is no time from 5m to 24h; write it as 30m or 2h");
    }

    private static void assertIdle(String mode, Probed probed, ServerFeatures server, String why) {
        var probes = of(mode, probed, server, Map.of());
        assertThat(probes.turn()).isEmpty();
        assertThat(probes.evidence().summary())
                .startsWith("no packet was sent: ")
                .contains(why);
    }

    private static Probed guarded() {
        return probed(Optional.of(NOON.minusSeconds(3600)));
    }

    private static Probed probed(Optional<Instant> guarded) {
        return new Probed(IMAGE, List.of(), List.of(), guarded, Optional.empty(), List.of());
    }

    private static IsolationProbes of(String mode, Probed probed, ServerFeatures server, Map<String, Object> status) {
        try (var in = IsolationProbesTest.class.getResourceAsStream("/vn/onshore/api/isolation.yaml")) {
            var spec = new HashMap<>(new Tree(new YAMLMapper().readValue(in, Map.class))
                    .at("spec")
                    .fields());
            spec.put("mode", mode);
            var inputs = new IsolationInputs(
                    new Isolation(
                            new Subject("onshore.vn/v1alpha1", "NetworkIsolation", null, "archive", "uid-1"),
                            1,
                            Json.convert(spec, NetworkIsolationSpec.class)),
                    Json.convert(status, NetworkIsolationStatus.class),
                    new Ground.Missing("vietnam"),
                    List.of(),
                    Networks.UNKNOWN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    probed,
                    "system:serviceaccount:onshore-system:onshore",
                    server);
            return IsolationProbes.of(inputs, ProbeSchedule.HOURLY, ZonePlan.NOTHING, NOON);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
