package vn.onshore.boundary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;

/** Hosts, domains, registries and address ranges. */
final class Hosts {
    private final Map<String, Whereabouts> exact = new HashMap<>();
    private final Map<String, Whereabouts> domains = new HashMap<>();
    private final Map<String, Whereabouts> registries = new HashMap<>();
    private final CidrTable<Whereabouts> ranges;

    Hosts(OnshoreBoundarySpec spec, List<Catalogue.Row> rows) {
        for (var row : rows) {
            if (row.kind() == Catalogue.Kind.endpoint) {
                exact.put(row.match(), row.whereabouts());
            }
        }
        for (var endpoint : spec.endpoints()) {
            exact.put(name(endpoint.host()), listed(endpoint.site(), "endpoint " + name(endpoint.host())));
        }
        for (var domain : spec.domains()) {
            domains.put(name(domain.suffix()), listed(domain.site(), "domain " + name(domain.suffix())));
        }
        for (var registry : spec.registries()) {
            var host = ImageRegistry.parse(registry.host()).orElseThrow().host();
            registries.put(host, registry(host, registry.site()));
        }
        ranges = new CidrTable<>(ranges(spec.sites()));
    }

    Map<String, Whereabouts> exact() {
        return exact;
    }

    Map<String, Whereabouts> domains() {
        return domains;
    }

    Map<String, Whereabouts> registries() {
        return registries;
    }

    Whereabouts host(Host host) {
        return switch (host) {
            case Host.Name(var name) -> name(name, exact.get(name));
            case Host.Literal(var address) -> address(address);
            case Host.Invalid(var reason) -> Whereabouts.unlisted(reason);
        };
    }

    Whereabouts address(IpAddress address) {
        var found = ranges.find(address);
        return found != null
                ? found
                : Whereabouts.unlisted("address " + address + " lies in no CIDR of the boundary's sites");
    }

    Whereabouts image(String reference) {
        var registry = ImageRegistry.of(reference);
        if (registry.isEmpty()) {
            return Whereabouts.unlisted("the image reference has no valid registry host");
        }
        var host = registry.get().host();
        var found = registries.get(host);
        return found != null
                ? found
                : Whereabouts.unlisted("registry " + host + " is not among the boundary's registries");
    }

    /** Whether the name is that of a Service inside the cluster: {@code *.svc} or {@code *.svc.cluster.local}. */
    static boolean isService(Host host) {
        return host instanceof Host.Name(var name) && (name.endsWith(".svc") || name.endsWith(".svc.cluster.local"));
    }

    private Whereabouts name(String name, @Nullable Whereabouts listed) {
        if (listed != null) {
            return listed;
        }
        for (var suffix = name; !suffix.isEmpty(); suffix = parent(suffix)) {
            var found = domains.get(suffix);
            if (found != null) {
                return found;
            }
        }
        return Whereabouts.unlisted("host " + name + " is listed neither by the boundary nor by the catalogue");
    }

    private static String parent(String name) {
        var dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static String name(String host) {
        return Host.parse(host) instanceof Host.Name(var name) ? name : host;
    }

    private static Map<Cidr, Whereabouts> ranges(List<Site> sites) {
        var answers = new HashMap<Cidr, Whereabouts>();
        for (var site : sites) {
            for (var text : site.cidrs()) {
                var cidr = Cidr.parse(text).orElseThrow();
                answers.put(cidr, listed(site.id(), "cidr " + cidr));
            }
        }
        return answers;
    }

    private static Whereabouts registry(String host, @Nullable String site) {
        return site != null
                ? listed(site, "registry " + host)
                : Whereabouts.inBoundary(EvidenceLevel.Provider, "boundary: registry " + host);
    }

    private static Whereabouts listed(String site, String what) {
        return Whereabouts.atSite(site, EvidenceLevel.Provider, "boundary: " + what + " -> site " + site);
    }
}
