package vn.onshore.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dockerfile, jib profile and chart describe the same program. */
class ImageFilesTest {
    @Test
    void allRunAsTheSameUser() throws IOException {
        assertThat(read("Dockerfile")).contains("USER 10001:10001");
        assertThat(read("operator/pom.xml")).contains("<user>10001:10001</user>");
        assertThat(ChartFiles.templates().get("templates/deployment.yaml"))
                .contains("runAsUser: 10001", "runAsGroup: 10001");
    }

    @Test
    void bothImagesTakeTheSameOptions() throws IOException {
        assertThat(read("Dockerfile")).contains("\"@/app/jvm.options\"");
        assertThat(read("operator/pom.xml")).contains("<jvmFlag>@/app/jvm.options</jvmFlag>");
        assertThat(read("image/jvm.options"))
                .contains("-XX:+UseSerialGC\n", "-XX:+UseCompactObjectHeaders\n", "-XX:+ExitOnOutOfMemoryError\n");
    }

    @Test
    void chartIsForThisVersion() throws IOException {
        String version = first("<artifactId>onshore-parent</artifactId>\\s*<version>([^<]+)<", read("pom.xml"));
        assertThat(first("(?m)^appVersion: (.+)$", read("charts/onshore/Chart.yaml")))
                .isEqualTo(version);
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String read(String file) throws IOException {
        return Files.readString(ChartFiles.ROOT.resolve(file));
    }
}
