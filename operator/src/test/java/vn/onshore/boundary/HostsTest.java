package vn.onshore.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.onshore.compliance.Verdict;

class HostsTest {
    private static final Boundary BOUNDARY = Samples.boundary();
    private static final Territory ALL = BOUNDARY.territory(Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.hn.example.vn",
                "S3.HN.Example.VN",
                "s3.hn.example.vn.",
                "example.gov.vn",
                "a.b.example.gov.vn",
                "A.example.GOV.vn.",
                "s3。hn。example。vn",
                "10.10.0.0",
                "10.10.255.255",
                "10.10.0.1.",
                "203.162.4.7",
                "[2001:db8:10::1]",
                "2001:DB8:10:0:0:0:0:1",
                "::ffff:10.10.3.4",
                "::ffff:a0a:304",
                "hcm04.vstorage.vngcloud.vn",
                "han02.vstorage.vngcloud.vn",
                "s3-sgn09.fptcloud.com",
                "hn.ss.bfcplatform.vn",
                "os.viettelcloud.vn",
                "s3.cloud.cmctelecom.vn",
            })
    void hostsInside(String host) {
        assertThat(ALL.judge(BOUNDARY.host(host))).isEqualTo(Verdict.Met);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "vn",
                "gov.vn",
                "evil-s3.example.vn.attacker.io",
                "s3.hn.example.vn.attacker.io",
                "xs3.hn.example.vn",
                "a.s3.hn.example.vn",
                "evilexample.gov.vn",
                "example.gov.vn.evil.tld",
                "s3.hn.example.vn..",
                ".s3.hn.example.vn",
                "s3..hn.example.vn",
                "-s3.example.gov.vn",
                "s3-.example.gov.vn",
                "s3_x.example.gov.vn",
                "*.example.gov.vn",
                "s3.hn.example.vn:443",
                "s3%2ehn.example.vn",
                "s3.hn.example.vn%00",
                "s3.hn.example.vn ",
                " s3.hn.example.vn",
                "s3.hn.example.vn\n",
                "s3.hn.example.vn/",
                "user@s3.hn.example.vn",
                "http://s3.hn.example.vn",
                "ｅｖｉｌ.example",
                "straße.example.gov.vn",
                "xn--.\u0000",
                "han02.vstorage.vngcloud.vn.evil.tld",
                "han03.vstorage.vngcloud.vn",
                "vstorage.vngcloud.vn",
                "x.han02.vstorage.vngcloud.vn",
                "s3-hfx03.fptcloud.com",
                "localhost",
                "web.shop.svc",
                "010.10.0.1",
                "10.010.0.1",
                "0x0a.10.0.1",
                "0xa0a0001",
                "168427521",
                "10.10.1",
                "10.657",
                "10.10.0.256",
                "10.10.0.1.5",
                "１０.10.0.1",
                "10.11.0.0",
                "10.9.255.255",
                "127.0.0.1",
                "0.0.0.0",
                "::1",
                "::",
                "[10.10.0.1]",
                "[::1",
                "::ffff:10.11.0.1",
                "::ffff:010.10.0.1",
                "::10.10.0.1",
                "64:ff9b::10.10.0.1",
                "fe80::1%eth0",
                "2001:db8:10::1::2",
                "2001:db8:11::1",
                "1:2:3:4:5:6:7::8",
                "1:2:3:4:5:6:7:8:9",
                "12345::1",
            })
    void hostsOutside(String host) {
        assertThat(ALL.judge(BOUNDARY.host(host))).isEqualTo(Verdict.NotMet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.hn.example.vn",
                "https://s3.hn.example.vn/",
                "HTTPS://S3.HN.EXAMPLE.VN:9000/bucket?x=@evil.io#@evil.io",
                "https://s3.hn.example.vn./a@b",
                "s3.hn.example.vn:443",
                "s3.hn.example.vn:9000/bucket",
                "s3.hn.example.vn:/export/data",
                "//s3.hn.example.vn/share",
                "https://[2001:db8:10::7]:8443/x",
                "https://10.10.9.9:65535",
                "nfs://example.gov.vn/x",
                "s3.hn.example.vn",
            })
    void urlsInside(String url) {
        assertThat(ALL.judge(BOUNDARY.url(url))).isEqualTo(Verdict.Met);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "https:///s3.hn.example.vn",
                "https:/s3.hn.example.vn",
                "https:s3.hn.example.vn",
                "https:evil.io://s3.hn.example.vn",
                "://s3.hn.example.vn",
                "https://user@s3.hn.example.vn",
                "https://user:pass@s3.hn.example.vn",
                "https://@s3.hn.example.vn",
                "https://evil.io@s3.hn.example.vn",
                "https://s3.hn.example.vn@evil.io",
                "https://a@b@s3.hn.example.vn",
                "https://s3.hn.example.vn\\@evil.io",
                "https:\\\\s3.hn.example.vn",
                "https://s3.hn.example.vn\\.evil.io",
                "https://s3.hn.exam\tple.vn",
                "https://s3.hn.example.vn\n.evil.io",
                " https://s3.hn.example.vn",
                "https://s3.hn.example.vn%2eevil.io",
                "https://s3%2ehn.example.vn",
                "https://s3.hn.example.vn%40evil.io",
                "https://s3.hn.example.vn:0",
                "https://s3.hn.example.vn:65536",
                "https://s3.hn.example.vn:99999",
                "https://s3.hn.example.vn:443:80",
                "https://s3.hn.example.vn:+443",
                "https://s3.hn.example.vn:https",
                "https://s3.hn.example.vn:0443",
                "https://[2001:db8:10::7",
                "https://[2001:db8:10::7]x",
                "https://[2001:db8:10::7%25eth0]",
                "https://[s3.hn.example.vn]",
                "https://[10.10.0.1]/",
                "https://010.10.0.1/",
                "https://evil.io/s3.hn.example.vn",
                "https://evil.io?s3.hn.example.vn",
                "https://evil.io#s3.hn.example.vn",
                "1http://s3.hn.example.vn",
                "user:pass@s3.hn.example.vn",
            })
    void urlsOutside(String url) {
        assertThat(ALL.judge(BOUNDARY.url(url))).isEqualTo(Verdict.NotMet);
    }

    @Test
    void aReasonNeverRepeatsUserInfo() {
        assertThat(BOUNDARY.url("https://admin:hunter2@s3.hn.example.vn").toString())
                .contains("user-info")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.gov.vn/app:1, Met",
        "registry.example.gov.vn:443/app@sha256:abc, Met",
        "Registry.Example.GOV.vn/a/b, Met",
        "r.hn.vn:5000/x, Met",
        "r.hn.vn/x, NotMet",
        "r.hn.vn:443/x, NotMet",
        "registry.example.gov.vn:5000/x, NotMet",
        "other.example.gov.vn/x, NotMet",
        "example.gov.vn/x, NotMet",
        "nginx, NotMet",
        "nginx:1.27, NotMet",
        "library/nginx, NotMet",
        "docker.io/library/nginx, NotMet",
        "localhost/x, NotMet",
        "localhost:5000/x, NotMet",
        "user@registry.example.gov.vn/x, NotMet",
        "registry.example.gov.vn, NotMet",
        "registry.example.gov.vn/, NotMet",
        "registry.example.gov.vn.evil.io/x, NotMet",
        "evil.io/registry.example.gov.vn/x, NotMet",
        "/registry.example.gov.vn/x, NotMet",
        "registry%2eexample.gov.vn/x, NotMet",
        "https://registry.example.gov.vn/x, NotMet",
        "registry.example.gov.vn:99999/x, NotMet",
        "10.10.0.1:5000/x, NotMet",
        "'', NotMet",
    })
    void registries(String image, Verdict expected) {
        assertThat(ALL.judge(BOUNDARY.registry(image))).isEqualTo(expected);
    }

    @Test
    void aRegistryWithoutSiteCountsInEveryTerritoryAndOneWithSiteOnlyThere() {
        var saigon = BOUNDARY.territory(Set.of("hcm-01"));
        assertThat(saigon.judge(BOUNDARY.registry("registry.example.gov.vn/x"))).isEqualTo(Verdict.Met);
        assertThat(saigon.judge(BOUNDARY.registry("r.hn.vn:5000/x"))).isEqualTo(Verdict.NotMet);
    }

    @Test
    void dockerHubHasOneNameWhenListed() {
        assertThat(ImageRegistry.of("nginx")).contains(new ImageRegistry("docker.io"));
        assertThat(ImageRegistry.of("index.docker.io/library/nginx")).contains(new ImageRegistry("docker.io"));
        assertThat(ImageRegistry.of("Foo/nginx")).contains(new ImageRegistry("foo"));
    }

    @Test
    void catalogueRowsNeverSatisfyNamedSites() {
        var hanoi = BOUNDARY.territory(Set.of("hn-01"));
        assertThat(hanoi.judge(BOUNDARY.host("s3.hn.example.vn"))).isEqualTo(Verdict.Met);
        assertThat(hanoi.judge(BOUNDARY.host("han02.vstorage.vngcloud.vn"))).isEqualTo(Verdict.NotMet);
        assertThat(BOUNDARY.host("han02.vstorage.vngcloud.vn").level()).isEqualTo(EvidenceLevel.SelfDeclared);
        assertThat(BOUNDARY.territory(Set.of("nowhere")).judge(BOUNDARY.host("s3.hn.example.vn")))
                .isEqualTo(Verdict.NotMet);
    }

    @Test
    void normalisingTwiceChangesNothingAndNothingIsThrown() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var alphabet = "aZ09.-_:[]%@/\\ \t\u00e0\u0130\u3002\u200b\uff0e\ud83d\udea2xn--";
        var names = new HashSet<String>();
        for (var i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (var length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Host.ofUrl(text.toString())).as("seed %d", seed).isNotNull();
            if (Host.parse(text.toString()) instanceof Host.Name(var name)) {
                names.add(name);
                assertThat(Host.parse(name)).as("seed %d", seed).isEqualTo(new Host.Name(name));
            }
        }
        assertThat(names).as("seed %d", seed).hasSizeGreaterThan(100);
    }

    @Test
    void addressesPrintAndReadBack() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++) {
            var high = random.nextLong() & (random.nextBoolean() ? -1L : 0xffff_0000_0000_ffffL);
            var low = random.nextLong() & (random.nextBoolean() ? -1L : 0xffffL);
            var address = random.nextBoolean()
                    ? new IpAddress(false, high | 1L << 63, low)
                    : new IpAddress(true, 0, low & 0xffff_ffffL);
            assertThat(IpAddress.parse(address.toString())).as("seed %d", seed).contains(address);
        }
        assertThat(IpAddress.parse("2001:0db8:0:0:1:0:0:1").orElseThrow()).hasToString("2001:db8::1:0:0:1");
        assertThat(IpAddress.parse("::ffff:1.2.3.4").orElseThrow()).hasToString("1.2.3.4");
    }
}
