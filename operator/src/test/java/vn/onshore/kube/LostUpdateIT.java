package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.Yaml;

/** A status that was decided for an older spec must never reach the server, where it would hide the newer one. */
@NullUnmarked
class LostUpdateIT {
    private final LiveCluster cluster = LiveCluster.shared();
    private final StatusWriter writer =
            new StatusWriter(new ApiServer(cluster.client(), Duration.ofSeconds(20)), "test");

    @BeforeEach
    void make() {
        // It would write statuses of its own.
        cluster.withoutOperator();
        cluster.apply(Yaml.policy("raced", "Audit"));
    }

    @AfterEach
    void remove() {
        cluster.delete("dataresidency", "raced");
    }

    private GenericKubernetesResource read() {
        return cluster.client()
                .genericKubernetesResources("onshore.vn/v1alpha1", "DataResidency")
                .withName("raced")
                .get();
    }

    private StatusWriter.Result write(GenericKubernetesResource resource, long generation) {
        return writer.write(Watched.RESIDENCY.kind(), resource, null, Map.of("observedGeneration", generation));
    }

    @Test
    void aSpecThatChangedMeanwhileSupersedesTheStatus() {
        var stale = read();
        cluster.client()
                .genericKubernetesResources("onshore.vn/v1alpha1", "DataResidency")
                .withName("raced")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"mode\":\"Warn\"}}");
        assertThat(write(stale, 1)).isEqualTo(StatusWriter.Result.Superseded);
        var now = cluster.policy("raced");
        assertThat(now.at("spec", "mode").text()).isEqualTo("Warn");
        assertThat(now.at("status").isPresent()).isFalse();
    }

    @Test
    void theSameStatusIsNotWrittenAndTheNextOneFollowsOnTheFirst() {
        var resource = read();
        assertThat(write(resource, 1)).isEqualTo(StatusWriter.Result.Written);
        assertThat(writer.write(
                        Watched.RESIDENCY.kind(),
                        resource,
                        Map.of("observedGeneration", 1L),
                        Map.of("observedGeneration", 1L)))
                .isEqualTo(StatusWriter.Result.Unchanged);
        assertThat(write(resource, 2)).isEqualTo(StatusWriter.Result.Written);
        assertThat(writer.writes()).isEqualTo(2);
    }

    @Test
    void aStatusOfWhatIsGoneIsSuperseded() {
        var resource = read();
        resource.getMetadata().setName("nobody");
        assertThat(write(resource, 1)).isEqualTo(StatusWriter.Result.Superseded);
    }
}
