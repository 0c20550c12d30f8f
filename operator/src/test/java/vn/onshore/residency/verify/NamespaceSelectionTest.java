package vn.onshore.residency.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.onshore.residency.verify.NamespaceSelection.Requirement;

class NamespaceSelectionTest {

    private static boolean selects(Requirement requirement, Map<String, String> labels) {
        return new NamespaceSelection(Map.of(), List.of(requirement), Set.of()).selects("shop", labels);
    }

    @Test
    void operatorsMeanWhatKubernetesSays() {
        assertThat(selects(new Requirement("a", "In", List.of("1", "2")), Map.of("a", "2")))
                .isTrue();
        assertThat(selects(new Requirement("a", "In", List.of("1")), Map.of())).isFalse();
        assertThat(selects(new Requirement("a", "NotIn", List.of("1")), Map.of()))
                .isTrue();
        assertThat(selects(new Requirement("a", "NotIn", List.of("1")), Map.of("a", "1")))
                .isFalse();
        assertThat(selects(new Requirement("a", "Exists", List.of()), Map.of("a", "")))
                .isTrue();
        assertThat(selects(new Requirement("a", "DoesNotExist", List.of()), Map.of()))
                .isTrue();
        assertThat(selects(new Requirement("a", "Gt", List.of("1")), Map.of("a", "2")))
                .isFalse();
    }

    @Test
    void theNameIsALabelAndExemptOnesAreNever() {
        var byName = new NamespaceSelection(Map.of("kubernetes.io/metadata.name", "shop"), List.of(), Set.of("lab"));
        assertThat(byName.selects("shop", Map.of())).isTrue();
        assertThat(byName.selects("other", Map.of("kubernetes.io/metadata.name", "shop")))
                .isFalse();
        var all = new NamespaceSelection(Map.of("a", "b"), List.of(), Set.of("lab"));
        assertThat(all.selects("lab", Map.of("a", "b"))).isFalse();
        assertThat(new NamespaceSelection(Map.of(), List.of(), Set.of()).selects("shop", Map.of()))
                .isFalse();
    }
}
