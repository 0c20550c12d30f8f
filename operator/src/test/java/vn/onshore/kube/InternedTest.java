package vn.onshore.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InternedTest {
    @Test
    void equalValuesBecomeOne() {
        var one = Interned.deep(tolerations(new StringBuilder("node.kubernetes.io/x").toString()));
        var other = Interned.deep(tolerations(new StringBuilder("node.kubernetes.io/x").toString()));
        assertThat(one).isSameAs(other).isEqualTo(tolerations("node.kubernetes.io/x"));
    }

    @Test
    void valuesStayWhatTheyAre() {
        var odd = new HashMap<String, Object>();
        odd.put("nothing", null);
        odd.put("list", Arrays.asList("a", null, 1, 1L, 1.5, true, List.of(), Map.of()));
        odd.put("", "");
        assertThat(Interned.deep(odd)).isEqualTo(odd);
        assertThat(Interned.deep(1)).isEqualTo(1);
        assertThat(Interned.deep(1L)).isEqualTo(1L);
    }

    @Test
    void longTextsAreNotKept() {
        var text = "x".repeat(100_000);
        assertThat(Interned.text(new String(text.toCharArray())))
                .isEqualTo(text)
                .isNotSameAs(text);
    }

    /** Whoever makes up a new value for each object fills no memory, and breaks no sharing for long. */
    @Test
    void theTableIsBounded() {
        for (int i = 0; i < 120_000; i++) {
            Interned.text("made-up-" + i);
        }
        assertThat(Interned.size()).isLessThanOrEqualTo(50_000);
        assertThat(Interned.text(new String("again".toCharArray())))
                .isSameAs(Interned.text(new String("again".toCharArray())));
    }

    private static List<Object> tolerations(String key) {
        var list = new ArrayList<Object>();
        list.add(new HashMap<>(Map.of("key", key, "operator", "Exists")));
        return list;
    }
}
