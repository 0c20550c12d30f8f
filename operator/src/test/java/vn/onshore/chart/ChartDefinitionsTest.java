package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The chart carries the custom resource definitions of {@code crds/}, byte for byte. */
class ChartDefinitionsTest {
    @Test
    void chartHasThoseOfTheProject() {
        assertThat(ChartFiles.definitions("charts/onshore/files/crds"))
                .as("-Dtest=CrdsTest -Dcrds.write=true writes both")
                .isEqualTo(ChartFiles.definitions("crds"));
    }

    /** The template puts labels and annotations there; it would shadow others. */
    @Test
    void noneHasLabelsOrAnnotationsOfItsOwn() {
        assertThat(ChartFiles.definitions("crds"))
                .allSatisfy((file, text) -> assertThat(
                                ChartFiles.yaml(text).getFirst().path("metadata"))
                        .as(file)
                        .hasSize(1));
    }
}
