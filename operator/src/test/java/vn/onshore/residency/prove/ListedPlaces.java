package vn.onshore.residency.prove;

import inet.ipaddr.IPAddressString;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.EvidenceLevel;
import vn.onshore.boundary.Locator;
import vn.onshore.boundary.NodeFacts;
import vn.onshore.boundary.Whereabouts;

/** A locator that knows what the boundary lists by exact match, and nothing else. */
record ListedPlaces(OnshoreBoundarySpec boundary) implements Locator {

    @Override
    public Whereabouts host(String host) {
        var sites = new HashMap<String, String>();
        boundary.endpoints().forEach(endpoint -> sites.put(endpoint.host(), endpoint.site()));
        for (var domain : boundary.domains()) {
            if (host.equals(domain.suffix()) || host.endsWith("." + domain.suffix())) {
                return at(domain.site());
            }
        }
        return sites.containsKey(host) ? at(sites.get(host)) : Whereabouts.unlisted(host);
    }

    @Override
    public Whereabouts authority(String authority) {
        return Whereabouts.unlisted(authority);
    }

    @Override
    public Whereabouts address(String ip) {
        var address = new IPAddressString(ip).getAddress();
        for (var site : boundary.sites()) {
            for (var cidr : site.cidrs()) {
                if (address != null && new IPAddressString(cidr).contains(address.toAddressString())) {
                    return at(site.id());
                }
            }
        }
        return Whereabouts.unlisted(ip);
    }

    @Override
    public Whereabouts url(String url) {
        return host(URI.create(url).getHost());
    }

    @Override
    public Whereabouts registry(String imageReference) {
        var host = imageReference.substring(0, imageReference.indexOf('/'));
        return boundary.registries().stream()
                .filter(registry -> registry.host().equals(host))
                .map(registry -> at(String.valueOf(registry.site())))
                .findFirst()
                .orElse(Whereabouts.unlisted(host));
    }

    @Override
    public Whereabouts topology(String key, String value) {
        for (var site : boundary.sites()) {
            var nodes = site.nodes();
            if (nodes != null && (key.equals(NodeFacts.REGION) ? nodes.regions() : nodes.zones()).contains(value)) {
                return at(site.id());
            }
        }
        // As in the catalogue of a provider whose region HCM has zones in two countries.
        return value.equals("HCM") ? Whereabouts.unknown(value) : Whereabouts.unlisted(value);
    }

    @Override
    public boolean isTopologyKey(String key) {
        return key.startsWith("topology.");
    }

    @Override
    public boolean knowsDriver(String driver) {
        return boundary.csiDrivers().stream().anyMatch(known -> known.name().equals(driver));
    }

    @Override
    public boolean hasTopology(String driver) {
        return knowsDriver(driver);
    }

    @Override
    public List<Placed> parameters(String driver, Map<String, String> parameters) {
        var placed = new ArrayList<Placed>();
        for (var known : boundary.csiDrivers()) {
            parameters.forEach((key, value) -> {
                if (known.name().equals(driver) && known.locationParameters().contains(key)) {
                    placed.add(new Placed(key, value, topology(NodeFacts.ZONE, value)));
                }
            });
        }
        return placed;
    }

    @Override
    public Whereabouts handle(String driver, String handle) {
        return Whereabouts.unknown(handle);
    }

    private static Whereabouts at(String site) {
        return Whereabouts.atSite(site, EvidenceLevel.Provider, "the boundary");
    }
}
