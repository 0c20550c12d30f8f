package vn.onshore.boundary;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec.CsiDriver;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.manifest.JsonTree;

/** What a boundary says, in one canonical form: no list here has an order that means anything, so each is sorted. */
final class BoundaryDigest {
    private BoundaryDigest() {}

    static String of(OnshoreBoundarySpec spec, Catalogue catalogue) {
        var form = new HashMap<String, @Nullable Object>();
        form.put("jurisdiction", spec.jurisdiction());
        form.put("sites", sorted(spec.sites(), BoundaryDigest::site));
        form.put("endpoints", sorted(spec.endpoints(), e -> List.of(e.host(), e.site())));
        form.put("domains", sorted(spec.domains(), d -> List.of(d.suffix(), d.site())));
        form.put("registries", sorted(spec.registries(), r -> List.of(r.host(), Objects.toString(r.site(), ""))));
        form.put("csiDrivers", sorted(spec.csiDrivers(), BoundaryDigest::driver));
        form.put("useCatalogue", spec.useCatalogue());
        form.put("nodeGuard", Objects.toString(spec.nodeGuard(), "None"));
        var exemptions = spec.exemptionsOrNone();
        form.put("exemptNamespaces", sorted(exemptions.namespaces()));
        form.put("exemptNodes", sorted(exemptions.nodes()));
        form.put("exemptionReason", Objects.toString(exemptions.reason(), ""));
        form.put("catalogue", catalogue.digest());
        return Digest.sha256(JsonTree.canonical(form));
    }

    private static Map<String, Object> site(Site site) {
        var nodes = Topology.nodes(site);
        var form = new HashMap<String, Object>();
        form.put("id", site.id());
        form.put(
                "province",
                List.of(
                        String.valueOf(site.province().scheme()),
                        site.province().code()));
        form.put("coordinates", String.valueOf(site.coordinates()));
        form.put("operator", String.valueOf(site.operator()));
        form.put("regions", sorted(nodes.regions()));
        form.put("zones", sorted(nodes.zones()));
        form.put("providerIDs", sorted(nodes.providerIDs()));
        form.put("cidrs", sorted(site.cidrs()));
        form.put(
                "attestors",
                sorted(site.attestors(), a -> List.of(a.name(), a.publicKey().strip())));
        return form;
    }

    private static List<Object> driver(CsiDriver driver) {
        return List.of(
                driver.name(),
                sorted(driver.topologyKeys()),
                sorted(driver.locationParameters()),
                Objects.toString(driver.volumeHandle(), ""));
    }

    private static List<String> sorted(Collection<String> items) {
        return items.stream().sorted().distinct().toList();
    }

    private static <T> List<String> sorted(Collection<T> items, Function<T, Object> form) {
        return sorted(items.stream().map(form).map(JsonTree::canonical).toList());
    }
}
