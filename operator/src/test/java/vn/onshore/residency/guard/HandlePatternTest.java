package vn.onshore.residency.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlePatternTest {
    private static final HandlePattern.Inside INSIDE = new HandlePattern.Inside(List.of("hn-01"), Samples.VIETNAM);

    @Test
    void groupsTakeOnlyAllowedValues() {
        assertThat(inside("(?<zone>[^/]+)/.+", "vn-north-1a/vol")).isTrue();
        assertThat(inside("(?<zone>[^/]+)/.+", "BKK-01/vol")).isFalse();
        assertThat(inside("(?<zone>[^/]+)/.+", "x/vn-north-1a/vol")).isFalse();
        assertThat(inside("(?P<site>[a-z0-9-]+):(?:a|b)", "hn-01:a")).isTrue();
        assertThat(inside("(?P<site>[a-z0-9-]+):(?:a|b)", "sgp-01:a")).isFalse();
    }

    @Test
    void valuesThatTheGroupItselfWouldNotReadAreNotAllowed() {
        assertThat(inside("(?<zone>[a-z]+)/.+", "vn-north-1a/vol")).isFalse();
    }

    @Test
    void hostsAreNamesBelowDomainsOrAddressesInRanges() {
        assertThat(inside("(?<host>[^#]+)#.*", "s3.hn.example.vn#x")).isTrue();
        assertThat(inside("(?<host>[^#]+)#.*", "nas.example.gov.vn#x")).isTrue();
        assertThat(inside("(?<host>[^#]+)#.*", "nasXexample.gov.vn#x")).isFalse();
        assertThat(inside("(?<host>[^#]+)#.*", "10.10.255.0#x")).isTrue();
        assertThat(inside("(?<host>[^#]+)#.*", "10.11.0.0#x")).isFalse();
        assertThat(inside("(?<host>[^#]+)#.*", "10.10.256.0#x")).isFalse();
    }

    @Test
    void parenthesesInClassesAndEscapesAreNoGroups() {
        assertThat(inside("[(?<zone>)]+\\(?<(?<zone>(?:[^()]|\\)|[)])+)>", "((<vn-north-1a>"))
                .isTrue();
        assertThat(inside("[]()]+(?<zone>.+)", "()]vn-north-1a")).isTrue();
        assertThat(inside("[^]()]+(?<zone>.+)", "xyBKK-01")).isFalse();
    }

    @Test
    void aPatternWithoutGroupsIsItsOwnAnswer() {
        assertThat(inside("vol-[0-9a-f]+", "vol-0a")).isTrue();
        assertThat(inside("vol-[0-9a-f]+", "vol-0a/BKK-01")).isFalse();
    }

    @Test
    void whereNothingIsAllowedNothingMatches() {
        assertThat(inside("(?<other>.*)", "")).isFalse();
        assertThat(inside("(?<other>.*)", "x")).isFalse();
    }

    @Test
    void prefixesBecomePatterns() {
        assertThat("10.10.7.255").matches(CidrPattern.of("10.10.0.0/21"));
        assertThat("10.10.8.0").doesNotMatch(CidrPattern.of("10.10.0.0/21"));
        assertThat("10.10.07.1").doesNotMatch(CidrPattern.of("10.10.0.0/21"));
        assertThat("203.0.113.7").matches(CidrPattern.of("0.0.0.0/0")).doesNotMatch(CidrPattern.of("203.0.113.8/32"));
        assertThat("203.0.113.8").matches(CidrPattern.of("203.0.113.8/32"));
    }

    private static boolean inside(String pattern, String handle) {
        return Pattern.matches(HandlePattern.of(pattern).allowing(INSIDE), handle);
    }
}
