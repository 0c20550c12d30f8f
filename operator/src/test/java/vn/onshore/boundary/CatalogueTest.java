package vn.onshore.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.compliance.Verdict;

class CatalogueTest {
    private static final Boundary BOUNDARY = Samples.boundary();
    private static final Territory ALL = BOUNDARY.territory(Set.of());
    private static final String BS = "topology.bs.csi.vngcloud.vn/zone";

    @Test
    void provincesAreThoseThatTheServerAccepts() throws ReflectiveOperationException {
        Field list = Class.forName("vn.onshore.api.v1alpha1.Provinces").getDeclaredField("QD19_2025");
        list.setAccessible(true);
        var cel = (String) list.get(null);
        var codes =
                new TreeSet<>(Arrays.asList(cel.replaceAll("[\\[\\]'\\s]", "").split(",")));
        assertThat(new TreeSet<>(Catalogue.shipped().provinces().keySet()))
                .isEqualTo(codes)
                .hasSize(34);
    }

    @Test
    void rowsAreWhole() {
        var catalogue = Catalogue.shipped();
        var keys = new HashSet<String>();
        for (var row : catalogue.places()) {
            assertThat(keys.add(row.provider() + row.kind() + row.match()))
                    .as("%s", row)
                    .isTrue();
            assertThat(row.country()).matches("[A-Z]{2}");
            assertThat(row.asOf()).matches("20[0-9]{2}-[01][0-9]");
            assertThat(row.source()).isNotBlank();
            if (!row.province().isEmpty()) {
                assertThat(catalogue.provinces()).containsKey(row.province());
            }
            if (row.kind() == Catalogue.Kind.endpoint) {
                assertThat(Host.parse(row.match())).isEqualTo(new Host.Name(row.match()));
            }
        }
        for (var driver : catalogue.drivers()) {
            driver.parameters().keySet().forEach(key -> assertThat(key).isLowerCase());
            driver.handles()
                    .forEach(handle -> assertThat(DriverGrammar.GROUPS)
                            .containsAll(handle.namedGroups().keySet()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "topology.kubernetes.io/zone, vn-north-1a, Met",
        "topology.kubernetes.io/zone, HCM-1A, Met",
        "topology.kubernetes.io/zone, HCM-1C, Met",
        "topology.kubernetes.io/zone, HCM03-1B, Met",
        "topology.kubernetes.io/zone, HN2, Met",
        "topology.kubernetes.io/zone, BKK-1A, NotMet",
        "topology.kubernetes.io/zone, bkk-1a, NotMet",
        "topology.kubernetes.io/zone, JCSI2, NotMet",
        "topology.kubernetes.io/zone, JP/JCSI2, NotMet",
        "topology.kubernetes.io/zone, HCM-1D, NotMet",
        "topology.kubernetes.io/zone, hcm-1a, NotMet",
        "topology.kubernetes.io/zone, ap-southeast-1a, NotMet",
        "topology.kubernetes.io/zone, asia-southeast1-b, NotMet",
        "topology.kubernetes.io/zone, HAN, NotMet",
        "topology.kubernetes.io/zone, '', NotMet",
        "topology.kubernetes.io/region, vn-north, Met",
        "topology.kubernetes.io/region, HAN, Met",
        "topology.kubernetes.io/region, VN/SGN2, Met",
        "topology.kubernetes.io/region, HCM, NotMet",
        "topology.kubernetes.io/region, JP/JCSI2, NotMet",
        "topology.kubernetes.io/region, eastus2, NotMet",
        "topology.kubernetes.io/region, vn-north-1a, NotMet",
        "topology.bs.csi.vngcloud.vn/zone, HCM-1B, Met",
        "topology.bs.csi.vngcloud.vn/zone, BKK-1A, NotMet",
        "topology.csi.example.vn/zone, vn-north-1a, Met",
        "topology.csi.example.vn/zone, vn-north, Met",
        "topology.ebs.csi.aws.com/zone, ap-southeast-1b, NotMet",
        "topology.unknown.example/zone, vn-north-1a, Unknown",
    })
    void zonesAndRegions(String key, String value, Verdict expected) {
        assertThat(ALL.judge(BOUNDARY.topology(key, value))).isEqualTo(expected);
    }

    @Test
    void bangkokAndTokyoAreForeignByName() {
        assertThat(BOUNDARY.topology(NodeFacts.ZONE, "BKK-1A").place()).isEqualTo(new Place.InCountry("TH"));
        assertThat(BOUNDARY.topology(NodeFacts.ZONE, "JCSI2").place()).isEqualTo(new Place.InCountry("JP"));
        assertThat(BOUNDARY.topology(NodeFacts.REGION, "JP/JCSI2").place()).isEqualTo(new Place.InCountry("JP"));
        assertThat(BOUNDARY.topology(NodeFacts.REGION, "HCM").place())
                .isInstanceOfSatisfying(
                        Place.Unlisted.class, p -> assertThat(p.reason()).contains("BKK-1A"));
    }

    @Test
    void allowancesHoldWhatIsInsideAndNameWhatOnlyLooksInside() {
        var all = BOUNDARY.allowances(ALL);
        assertThat(all.regions())
                .contains("vn-north", "HAN", "VN/HAN")
                .doesNotContain("HCM", "JP/JCSI2")
                .isSorted();
        assertThat(all.zones())
                .contains("vn-north-1a", "HCM-1A", "HCM-1B", "HN1")
                .doesNotContain("BKK-1A", "JCSI2");
        assertThat(all.foreignZones()).containsExactly("BKK-1A", "JCSI2", "JP/JCSI2");
        assertThat(all.hosts()).contains("s3.hn.example.vn", "hcm04.vstorage.vngcloud.vn");
        assertThat(all.domains()).containsExactly("example.gov.vn");
        assertThat(all.cidrs()).containsExactly("10.10.0.0/16", "10.20.0.0/16", "203.162.4.0/24", "2001:db8:10::/48");
        assertThat(all.registries()).containsExactly("r.hn.vn:5000", "registry.example.gov.vn");
        assertThat(all.drivers()).extracting(Allowances.Driver::name).contains("csi.example.vn", "ebs.csi.aws.com");

        var saigon = BOUNDARY.allowances(BOUNDARY.territory(Set.of("hcm-01")));
        assertThat(saigon.regions()).isEmpty();
        assertThat(saigon.zones()).containsExactly("HCM-1A");
        assertThat(saigon.hosts()).isEmpty();
        assertThat(saigon.domains()).isEmpty();
        assertThat(saigon.cidrs()).containsExactly("10.20.0.0/16");
        assertThat(saigon.registries()).containsExactly("registry.example.gov.vn");
    }

    @Test
    void everyAllowanceIsMetWhenAsked() {
        for (var territory : List.of(ALL, BOUNDARY.territory(Set.of("hn-01")), BOUNDARY.territory(Set.of("hcm-01")))) {
            var allowed = BOUNDARY.allowances(territory);
            allowed.regions().forEach(r -> met(territory, BOUNDARY.topology(NodeFacts.REGION, r)));
            allowed.zones().forEach(z -> met(territory, BOUNDARY.topology(NodeFacts.ZONE, z)));
            allowed.zones().forEach(z -> met(territory, BOUNDARY.topology(BS, z)));
            allowed.hosts().forEach(h -> met(territory, BOUNDARY.host(h)));
            allowed.domains().forEach(d -> met(territory, BOUNDARY.host("x." + d)));
            allowed.cidrs().forEach(c -> met(territory, BOUNDARY.address(c.substring(0, c.indexOf('/')))));
            allowed.registries().forEach(r -> met(territory, BOUNDARY.registry(r + "/app")));
        }
    }

    private static void met(Territory territory, Whereabouts where) {
        assertThat(territory.judge(where)).as("%s", where).isEqualTo(Verdict.Met);
    }

    @Test
    void withoutTheCatalogueItsPlacesAreGoneAndItsDriversStay() {
        var s = Samples.spec(List.of(Samples.hanoi()));
        var boundary = Samples.boundary(new OnshoreBoundarySpec(
                s.jurisdiction(),
                s.sites(),
                s.endpoints(),
                s.domains(),
                s.registries(),
                s.csiDrivers(),
                false,
                s.nodeGuard(),
                null));
        var all = boundary.territory(Set.of());
        assertThat(all.judge(boundary.host("hn.ss.bfcplatform.vn"))).isEqualTo(Verdict.NotMet);
        assertThat(all.judge(boundary.topology(NodeFacts.ZONE, "HCM-1A"))).isEqualTo(Verdict.NotMet);
        assertThat(boundary.knowsDriver("ebs.csi.aws.com")).isTrue();
        assertThat(boundary.counts().catalogueRows()).isZero();
        assertThat(boundary.digest()).isNotEqualTo(Samples.boundary(s).digest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csi.example.vn | vn-north-1a/vol-1 | Met",
                "csi.example.vn | HCM-1B/vol-1 | Met",
                "csi.example.vn | BKK-1A/vol-1 | NotMet",
                "csi.example.vn | nowhere/vol-1 | NotMet",
                "csi.example.vn | vol-1 | Unknown",
                "csi.example.vn | '' | Unknown",
                "unlisted.csi.example | vn-north-1a/vol-1 | Unknown",
                "ebs.csi.aws.com | vol-0a1b2c3d4e5f60701 | NotApplicable",
                "ebs.csi.aws.com | snap-0a1b2c3d4e5f60701 | NotApplicable",
                "ebs.csi.aws.com | arn:aws:ec2:ap-southeast-1:123456789012:volume/vol-1 | NotMet",
                "ebs.csi.aws.com | something else | Unknown",
                "kubernetes.io/aws-ebs | aws://ap-southeast-1a/vol-0a1b2c3d | NotMet",
                "kubernetes.io/aws-ebs | aws://vn-north-1a/vol-0a1b2c3d | Met",
                "efs.csi.aws.com | fs-0a1b2c3d | Unknown",
                "efs.csi.aws.com | fs-0a1b.efs.ap-southeast-1.amazonaws.com:/x | NotMet",
                "efs.csi.aws.com | fs-0a1b.efs.ap-southeast-1.amazonaws.com | NotMet",
                "efs.csi.aws.com | arn:aws:elasticfilesystem:ap-southeast-1:1:file-system/fs-1 | NotMet",
                "pd.csi.storage.gke.io | projects/p/zones/asia-southeast1-b/disks/d | NotMet",
                "pd.csi.storage.gke.io | projects/p/zones/vn-north-1a/disks/d | Met",
                "pd.csi.storage.gke.io | projects/p/regions/asia-southeast1/disks/d | NotMet",
                "pd.csi.storage.gke.io | projects/p/global/snapshots/s | NotMet",
                "filestore.csi.storage.gke.io | modeInstance/us-central1-c/inst/vol | NotMet",
                "filestore.csi.storage.gke.io | modeInstance/vn-north/inst/vol | Met",
                "disk.csi.azure.com | /subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/disks/d | NotMet",
                "disk.csi.azure.com | /SUBSCRIPTIONS/s/resourcegroups/rg/providers/x/disks/d | NotMet",
                "file.csi.azure.com | rg#account#share#uuid# | NotMet",
                "cinder.csi.openstack.org | 0b7d9c1e-52a4-4f6e-9a3b-0c61d1f3a101 | NotApplicable",
                "cinder.csi.openstack.org | elsewhere/0b7d | Unknown",
                "csi.vsphere.vmware.com | file:0b7d9c1e-52a4-4f6e-9a3b-0c61d1f3a101 | NotApplicable",
                "nfs.csi.k8s.io | s3.hn.example.vn#share#sub#uuid# | Met",
                "nfs.csi.k8s.io | 10.10.1.1#share## | Met",
                "nfs.csi.k8s.io | 8.8.8.8#share## | NotMet",
                "nfs.csi.k8s.io | nfs.shop.svc.cluster.local#share## | Met",
                "nfs.csi.k8s.io | nfs.shop.svc.evil.io#share## | NotMet",
                "nfs.csi.k8s.io | my-volume | NotApplicable",
                "smb.csi.k8s.io | smb.evil.io/share#pvc-1# | NotMet",
                "rbd.csi.ceph.com | 0001-0009-rook-ceph-0000000000000001-0b7d9c1e-52a4-4f6e-9a3b-0c61d1f3a101 | Unknown",
                "rbd.csi.ceph.com | 0001-0004-hn-b-0000000000000001-0b7d9c1e-52a4-4f6e-9a3b-0c61d1f3a101 | Met",
                "bs.csi.vngcloud.vn | vol-0b7d9c1e-52a4-4f6e-9a3b-0c61d1f3a101 | NotApplicable",
                "bs.csi.vngcloud.vn | BKK-1A/vol-0b7d9c1e-52a4-4f6e-9a3b-0c61d1f3a101 | NotMet",
            })
    void handles(String driver, String handle, Verdict expected) {
        assertThat(ALL.judge(BOUNDARY.handle(driver, handle))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csi.example.vn | zone | vn-north-1a | Met",
                "csi.example.vn | ZONE | ap-southeast-1a | NotMet",
                "csi.example.vn | pool | s3.hn.example.vn:9000 | Met",
                "csi.example.vn | pool | https://user:x@s3.hn.example.vn | NotMet",
                "csi.example.vn | pool | gold | NotMet",
                "disk.csi.azure.com | location | eastus2 | NotMet",
                "disk.csi.azure.com | Location | vn-north | Met",
                "disk.csi.azure.com | skuName | Standard_RAGRS | NotMet",
                "file.csi.azure.com | skuName | premium_gzrs | NotMet",
                "file.csi.azure.com | server | acct.file.core.windows.net | NotMet",
                "ebs.csi.aws.com | kmsKeyId | arn:aws:kms:ap-southeast-1:1:key/k | NotMet",
                "ebs.csi.aws.com | fastSnapshotRestoreAvailabilityZones | us-east-1a | NotMet",
                "kubernetes.io/aws-ebs | zones | ap-southeast-1a | NotMet",
                "pd.csi.storage.gke.io | storage-locations | us | NotMet",
                "pd.csi.storage.gke.io | disk-encryption-kms-key | projects/p/locations/us/keyRings/r/cryptoKeys/k | NotMet",
                "efs.csi.aws.com | fileSystemId | fs-1 | Unknown",
                "efs.csi.aws.com | az | ap-southeast-1a | NotMet",
                "cinder.csi.openstack.org | availability | vn-north-1a | Met",
                "cinder.csi.openstack.org | availability | nova | NotMet",
                "nfs.csi.k8s.io | server | nfs.shop.svc | Met",
                "nfs.csi.k8s.io | server | 10.10.0.9 | Met",
                "smb.csi.k8s.io | source | //smb.evil.io/share | NotMet",
                "smb.csi.k8s.io | source | //s3.hn.example.vn/share | Met",
                "rbd.csi.ceph.com | clusterID | rook-ceph | Unknown",
                "kubernetes.io/rbd | monitors | 10.10.0.1:6789 | Met",
                "volume.csi.bizflycloud.vn | availability | HN1 | Met",
            })
    void parameters(String driver, String key, String value, Verdict expected) {
        assertThat(BOUNDARY.parameters(driver, Map.of(key, value)))
                .singleElement()
                .satisfies(placed -> {
                    assertThat(placed.key()).isEqualTo(key);
                    assertThat(ALL.judge(placed.whereabouts())).isEqualTo(expected);
                });
    }

    @Test
    void listsAreReadElementByElementAndWhatNamesNoPlaceIsLeftOut() {
        assertThat(BOUNDARY.parameters("kubernetes.io/rbd", Map.of("monitors", "10.10.0.1:6789, 8.8.8.8:6789,")))
                .extracting(placed -> ALL.judge(placed.whereabouts()))
                .containsExactly(Verdict.Met, Verdict.NotMet);
        assertThat(BOUNDARY.parameters("disk.csi.azure.com", Map.of("skuName", "Premium_LRS", "fsType", "ext4")))
                .isEmpty();
        assertThat(BOUNDARY.parameters("unlisted.csi.example", Map.of("zone", "x")))
                .isEmpty();
        assertThat(BOUNDARY.parameters("csi.example.vn", Map.of("zone", "x".repeat(1 << 20))))
                .hasSize(1);
        assertThat(BOUNDARY.hasTopology("ebs.csi.aws.com")).isTrue();
        assertThat(BOUNDARY.hasTopology("nfs.csi.k8s.io")).isFalse();
        assertThat(BOUNDARY.isTopologyKey("kubernetes.io/hostname")).isFalse();
    }
}
