package vn.onshore.boundary;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;

/** Finds what is wrong with a boundary before anything relies on it; of its sites, {@link SiteCheck} does. */
final class BoundaryCheck {
    private final OnshoreBoundarySpec spec;
    private final Set<String> sites;
    private final ProblemList problems = new ProblemList();

    private BoundaryCheck(OnshoreBoundarySpec spec) {
        this.spec = spec;
        sites = spec.sites().stream().map(Site::id).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    static List<Problem> problems(OnshoreBoundarySpec spec, Catalogue catalogue) {
        var absent = new BoundaryCheck(spec);
        absent.required();
        if (!absent.problems.all().isEmpty()) {
            return absent.problems.all();
        }
        var check = new BoundaryCheck(spec);
        check.header();
        new SiteCheck(spec, catalogue, check.problems).run();
        check.hosts();
        check.drivers();
        return check.problems.all();
    }

    /** Files, unlike API servers, can leave out what must be there. */
    private void required() {
        present("spec.jurisdiction", spec.jurisdiction());
        ProblemList.each("spec.sites", spec.sites(), (path, site) -> {
            present(path + ".id", site.id());
            present(path + ".province", site.province());
            present(
                    path + ".province.code",
                    site.province() == null ? "" : site.province().code());
            ProblemList.each(path + ".attestors", site.attestors(), (field, attestor) -> {
                present(field + ".name", attestor.name());
                present(field + ".publicKey", attestor.publicKey());
            });
        });
        ProblemList.each("spec.endpoints", spec.endpoints(), (path, endpoint) -> {
            present(path + ".host", endpoint.host());
            present(path + ".site", endpoint.site());
        });
        ProblemList.each("spec.domains", spec.domains(), (path, domain) -> {
            present(path + ".suffix", domain.suffix());
            present(path + ".site", domain.site());
        });
        ProblemList.each(
                "spec.registries", spec.registries(), (path, registry) -> present(path + ".host", registry.host()));
        ProblemList.each(
                "spec.csiDrivers", spec.csiDrivers(), (path, driver) -> present(path + ".name", driver.name()));
    }

    private void present(String field, @Nullable Object value) {
        if (value == null) {
            problems.add(field, "is missing; add it");
        }
    }

    private void header() {
        if (!spec.jurisdiction().matches("[A-Z]{2}")) {
            problems.add("spec.jurisdiction", "is no ISO 3166-1 alpha-2 code; write VN");
        }
        if (spec.nodeGuard() == null) {
            problems.add("spec.nodeGuard", "has a value that this version does not know; use None or Taint");
        }
        if (spec.sites().isEmpty()) {
            problems.add("spec.sites", "is empty; name at least one site");
        }
        var exemptions = spec.exemptionsOrNone();
        var exempts = !exemptions.namespaces().isEmpty() || !exemptions.nodes().isEmpty();
        if (exempts && (exemptions.reason() == null || exemptions.reason().isBlank())) {
            problems.add("spec.exemptions.reason", "is missing; say why something is exempt");
        }
    }

    private void hosts() {
        var endpoints = new HashMap<String, String>();
        ProblemList.each("spec.endpoints", spec.endpoints(), (path, endpoint) -> {
            knownSite(path + ".site", endpoint.site());
            switch (Host.parse(endpoint.host())) {
                case Host.Name(var name) -> problems.once(endpoints, name, path + ".host", "host " + name);
                case Host.Literal(var address) ->
                    problems.add(path + ".host", address + " is an IP address; list it in cidrs of the site");
                case Host.Invalid(var reason) ->
                    problems.add(path + ".host", reason + "; write a host without scheme, port, path or wildcard");
            }
        });
        var domains = new HashMap<String, String>();
        ProblemList.each("spec.domains", spec.domains(), (path, domain) -> {
            knownSite(path + ".site", domain.site());
            if (!(Host.parse(domain.suffix()) instanceof Host.Name(var name))) {
                problems.add(
                        path + ".suffix", "is no domain; write it without leading dot or wildcard, such as example.vn");
            } else if (name.indexOf('.') < 0) {
                problems.add(path + ".suffix", "is a whole top-level domain; name a domain that you control");
            } else {
                problems.once(domains, name, path + ".suffix", "domain " + name);
            }
        });
        var registries = new HashMap<String, String>();
        ProblemList.each("spec.registries", spec.registries(), (path, registry) -> {
            if (registry.site() != null) {
                knownSite(path + ".site", registry.site());
            }
            var parsed = ImageRegistry.parse(registry.host());
            if (parsed.isEmpty()) {
                problems.add(path + ".host", "is no registry host; write host or host:port without scheme or path");
            } else {
                problems.once(
                        registries,
                        parsed.get().host(),
                        path + ".host",
                        "registry " + parsed.get().host());
            }
        });
    }

    private void drivers() {
        var names = new HashMap<String, String>();
        ProblemList.each("spec.csiDrivers", spec.csiDrivers(), (path, driver) -> {
            problems.once(names, driver.name(), path + ".name", "driver " + driver.name());
            if (driver.volumeHandle() != null) {
                handle(path + ".volumeHandle", driver.volumeHandle(), driver);
            }
        });
    }

    private void handle(String field, String text, OnshoreBoundarySpec.CsiDriver driver) {
        try {
            var groups = Pattern.compile(text).namedGroups().keySet();
            if (!DriverGrammar.USER_GROUPS.containsAll(groups)) {
                problems.add(field, "has a named group other than site, zone, region and host; rename it");
            } else if (groups.isEmpty()
                    && driver.topologyKeys().isEmpty()
                    && driver.locationParameters().isEmpty()) {
                problems.add(
                        field,
                        "has none of the groups site, zone, region and host; add one, or list topologyKeys or"
                                + " locationParameters that say the place instead");
            }
        } catch (PatternSyntaxException e) {
            problems.add(field, "is no RE2 pattern (" + e.getDescription() + "); correct it");
        }
    }

    private void knownSite(String field, String site) {
        if (!sites.contains(site)) {
            problems.add(field, "names the site " + site + ", which spec.sites does not have");
        }
    }
}
