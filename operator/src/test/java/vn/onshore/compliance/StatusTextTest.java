package vn.onshore.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void whatIsTooLongEndsInAnEllipsis() {
        assertThat(StatusText.within(5, "abcde")).isEqualTo("abcde");
        assertThat(StatusText.within(5, "abcdef")).isEqualTo("abcd…");
    }

    @Test
    void aCharacterOfTwoCodeUnitsIsNotCutInHalf() {
        assertThat(StatusText.within(4, "ab🚢cd")).isEqualTo("ab…");
        assertThat(StatusText.within(5, "ab🚢cd")).isEqualTo("ab🚢…");
    }
}
