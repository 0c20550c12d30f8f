package vn.onshore.cli.isolation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec.Internet;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.cli.Streams;
import vn.onshore.cli.check.SpecReader;
import vn.onshore.isolation.engine.Reachability;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.DatapathProfile;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Protocol;
import vn.onshore.isolation.model.Selector;
import vn.onshore.isolation.verify.Enforcement;
import vn.onshore.isolation.verify.IsolationVerifier;
import vn.onshore.isolation.verify.Sighting;
import vn.onshore.isolation.verify.Sightings;
import vn.onshore.isolation.verify.VerifierInputs;
import vn.onshore.isolation.verify.ZoneVerdicts;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.isolation.zoning.ZoningReader;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;

/**
 * The NetworkIsolations among some manifests, with the sites of their boundaries.
 *
 * @param byName those that can be used
 * @param problems what is wrong with the others
 * @param warnings what is odd, and left out
 */
record Declarations(Map<String, Declared> byName, List<Problem> problems, List<Problem> warnings) {
    static final String KIND = "NetworkIsolation";

    private static final String GROUP = "policy.networking.k8s.io/";
    private static final int DNS_PORT = 53;

    /** Where a cluster's DNS is, unless somebody put it elsewhere. */
    private static final Zoning.Dns DNS = new Zoning.Dns(
            "kube-system",
            Selector.of(Map.of("k8s-app", "kube-dns")),
            PortSet.of(Protocol.UDP, DNS_PORT).union(PortSet.of(Protocol.TCP, DNS_PORT)));

    /** One NetworkIsolation. */
    record Declared(String name, Zoning zoning, Manifest.@Nullable Source place) {

        /** Pods may ask for names; what is registered in the country is not known to files. */
        ZonePlan plan() {
            return zoning.plan(Optional.of(DNS), AddressSet.NONE);
        }

        /** How its zones stand in a world, if the datapath does what the policies say. */
        ZoneVerdicts judge(Input input, DatapathProfile datapath, Instant now) {
            var world = input.read().world();
            var plan = plan();
            var sightings = new ArrayList<>(Sightings.of(input.manifests()));
            for (var each : input.read().notEvaluated()) {
                if (each.apiVersion().startsWith(GROUP)) {
                    sightings.add(new Sighting.RefusedPolicy(
                            new Policy.Id(each.kind(), each.namespace(), each.name()), each.reason()));
                }
            }
            return IsolationVerifier.verify(new VerifierInputs(
                    plan,
                    world,
                    Reachability.of(world, datapath, plan).zones(),
                    datapath,
                    Enforcement.Declared,
                    sightings,
                    now));
        }
    }

    static Declarations of(List<Manifest> manifests) {
        return new Reading().of(manifests);
    }

    /** Tells everything on standard error; whether nothing was wrong. */
    boolean tell(Streams streams) {
        warnings.forEach(streams::warning);
        problems.forEach(streams::error);
        return problems.isEmpty();
    }

    /** Goes through the manifests, boundaries first. */
    private static final class Reading {
        private final Map<String, List<Site>> sites = new HashMap<>();
        private final TreeMap<String, Declared> declared = new TreeMap<>();
        private final List<Problem> problems = new ArrayList<>();
        private final List<Problem> warnings = new ArrayList<>();

        Declarations of(List<Manifest> manifests) {
            for (var manifest : manifests) {
                if (manifest.is(ApiGroup.NAME, "OnshoreBoundary")) {
                    sites.put(
                            manifest.name(),
                            spec(OnshoreBoundarySpec.class, manifest)
                                    .map(OnshoreBoundarySpec::sites)
                                    .orElse(List.of()));
                }
            }
            for (var manifest : manifests) {
                if (manifest.is(ApiGroup.NAME, KIND)) {
                    spec(NetworkIsolationSpec.class, manifest).ifPresent(spec -> add(manifest, spec));
                }
            }
            return new Declarations(declared, List.copyOf(problems), List.copyOf(warnings));
        }

        private void add(Manifest manifest, NetworkIsolationSpec spec) {
            var boundary = spec.boundaryRef().name();
            if (!sites.containsKey(boundary) && namesSites(spec)) {
                warnings.add(problem(
                        manifest,
                        "spec.boundaryRef.name",
                        "OnshoreBoundary " + boundary + " is not in the input, so its sites have no networks here; name"
                                + " its file as well"));
            }
            switch (ZoningReader.read(spec, sites.getOrDefault(boundary, List.of()), null, List.of())) {
                case ZoningReader.Reading.Sound(var zoning) ->
                    declared.put(manifest.name(), new Declared(manifest.name(), zoning, manifest.source()));
                case ZoningReader.Reading.Flawed(var flaws) ->
                    flaws.forEach(flaw -> problems.add(problem(manifest, flaw.field(), flaw.sentence())));
            }
        }

        private static boolean namesSites(NetworkIsolationSpec spec) {
            return spec.zones().stream().anyMatch(zone -> zone.internet() == Internet.Onshore)
                    || spec.flows().stream()
                            .anyMatch(flow ->
                                    flow.from().site() != null || flow.to().site() != null);
        }

        private <T extends Record> Optional<T> spec(Class<T> type, Manifest manifest) {
            return Optional.ofNullable(SpecReader.read(
                    type,
                    manifest.tree().at("spec"),
                    "spec",
                    (field, sentence) -> problems.add(problem(manifest, field, sentence)),
                    (field, sentence) -> warnings.add(problem(manifest, field, sentence))));
        }
    }

    private static Problem problem(Manifest manifest, String field, String sentence) {
        var source = manifest.source();
        return new Problem(
                source == null ? "-" : source.file(),
                source == null ? 0 : source.line(),
                manifest.kind() + " " + manifest.name() + ": " + field + ": " + sentence);
    }
}
