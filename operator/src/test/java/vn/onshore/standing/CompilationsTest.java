package vn.onshore.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompilationsTest {
    private final List<String> compiled = new ArrayList<>();
    private final Compilations<String, Integer> compilations = new Compilations<>(inputs -> {
        compiled.add(inputs);
        return inputs.length();
    });

    @Test
    void anOwnersInputsAreCompiledAgainOnlyWhenTheyAreOthers() {
        assertThat(compilations.of("a", "one")).isEqualTo(3);
        assertThat(compilations.of("a", "one")).isEqualTo(3);
        assertThat(compilations.of("a", "three")).isEqualTo(5);
        assertThat(compilations.of("a", "one")).isEqualTo(3);
        assertThat(compiled).containsExactly("one", "three", "one");
    }

    @Test
    void ownersDoNotKnowEachOtherAndAreForgotten() {
        compilations.of("a", "one");
        compilations.of("b", "one");
        assertThat(compiled).containsExactly("one", "one");
        compilations.forget("a");
        compilations.of("b", "one");
        compilations.of("a", "one");
        assertThat(compiled).hasSize(3);
    }
}
