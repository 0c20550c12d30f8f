package vn.onshore.isolation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.admission.ServerFeatures;
import vn.onshore.api.v1alpha1.NetworkIsolation;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.NetworkIsolationStatus;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.boundary.BoundaryRegister;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.Ground;
import vn.onshore.isolation.IsolationInputs.Isolation;
import vn.onshore.isolation.IsolationPlan.Work;
import vn.onshore.isolation.address.AddressCounts;
import vn.onshore.isolation.attempt.AttemptInputs;
import vn.onshore.isolation.attempt.AttemptPlan;
import vn.onshore.isolation.guard.GuardCompiler;
import vn.onshore.isolation.guard.GuardInputs;
import vn.onshore.isolation.guard.Guards;
import vn.onshore.isolation.live.AddressBook;
import vn.onshore.isolation.live.ClusterDns;
import vn.onshore.isolation.live.ClusterNetworks;
import vn.onshore.isolation.live.ConfigMaps;
import vn.onshore.isolation.live.FlowLogs;
import vn.onshore.isolation.live.Observed;
import vn.onshore.isolation.live.Registered;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.isolation.model.Networks;
import vn.onshore.isolation.read.NamespaceReader;
import vn.onshore.isolation.zoning.Zoning;
import vn.onshore.kube.Informers;
import vn.onshore.kube.ServerApis;
import vn.onshore.kube.Watched;
import vn.onshore.manifest.Manifest;
import vn.onshore.standing.Compilations;

/** Takes the picture of the cluster that a plan looks at. Reads caches only. */
final class IsolationGatherer {
    private final Informers informers;
    private final BoundaryRegister boundaries;
    private final AddressBook addresses;
    private final FlowLogs logs;
    private final ZoneProber prober;
    private final Supplier<ServerApis> apis;
    private final Supplier<String> self;
    private final Compilations<GuardInputs, Guards> compiled = new Compilations<>(GuardCompiler::compile);
    private final Compilations<ObservedReport.Inputs, NetworkIsolationStatus.Observed> shadows =
            new Compilations<>(ObservedReport::of);

    IsolationGatherer(
            Informers informers,
            BoundaryRegister boundaries,
            AddressBook addresses,
            FlowLogs logs,
            ZoneProber prober,
            Supplier<ServerApis> apis,
            Supplier<String> self) {
        this.informers = informers;
        this.boundaries = boundaries;
        this.addresses = addresses;
        this.logs = logs;
        this.prober = prober;
        this.apis = apis;
        this.self = self;
    }

    IsolationInputs gather(NetworkIsolation resource) {
        var isolation = Isolation.of(resource);
        var served = apis.get();
        var own = ClusterNetworks.of(informers);
        return new IsolationInputs(
                isolation,
                resource.getStatus() == null ? NetworkIsolationStatus.NONE : resource.getStatus(),
                ground(isolation),
                informers
                        .all(Watched.NAMESPACE)
                        .map(namespace -> NamespaceReader.read(namespace.tree()))
                        .toList(),
                own,
                ClusterDns.of(informers),
                registered(resource),
                observed(isolation, own),
                prober.gather(isolation),
                self.get(),
                new ServerFeatures(served.minor(), served.resources()));
    }

    /** Address data, if the resource names some and its boundary says of which country. */
    private Optional<Registered> registered(NetworkIsolation resource) {
        var spec = resource.getSpec();
        var named = spec.onshoreAddresses();
        if (named == null) {
            return Optional.empty();
        }
        return boundaries
                .get(spec.boundaryRef().name())
                .map(BoundaryRegister.Entry::spec)
                .flatMap(boundary -> addresses.of(
                        resource.getMetadata().getName(),
                        ConfigMaps.Reference.of(named.configMaps()),
                        boundary.jurisdiction(),
                        asked(spec, boundary),
                        counts(resource.getStatus())));
    }

    private Optional<Observed> observed(Isolation isolation, Networks own) {
        var named = isolation.spec().flowLogs();
        if (named == null) {
            logs.forget(isolation.name());
            shadows.forget(isolation.name());
            return Optional.empty();
        }
        return Optional.of(logs.of(isolation.name(), ConfigMaps.Reference.of(named.configMaps()), own));
    }

    /** What a plan would have dropped of what was seen; empty if the resource names no logs. */
    Optional<NetworkIsolationStatus.Observed> shadow(IsolationInputs in, Work work) {
        return in.observed()
                .map(observed -> shadows.of(
                        in.isolation().name(),
                        ObservedReport.Inputs.of(observed, work.question().plan(), in.namespaces())));
    }

    private static AddressSet asked(NetworkIsolationSpec spec, OnshoreBoundarySpec boundary) {
        return AddressSet.ofCidrs(Stream.concat(
                        boundary.sites().stream().flatMap(site -> site.cidrs().stream()),
                        spec.flows().stream().flatMap(flow -> flow.to().cidrs().stream()))
                .flatMap(text -> Cidr.parse(text).stream())
                .toList());
    }

    /** How much the data held that was used last. */
    private static @Nullable AddressCounts counts(@Nullable NetworkIsolationStatus status) {
        var used = status == null ? null : status.addresses();
        return used == null || used.ipv4() == null || used.ipv6() == null
                ? null
                : new AddressCounts(used.ipv4(), used.ipv6());
    }

    private Ground ground(Isolation isolation) {
        var name = isolation.spec().boundaryRef().name();
        return boundaries.get(name).map(BoundaryRegister.Entry::ground).orElseGet(() -> new Ground.Missing(name));
    }

    Guards compile(String isolation, GuardInputs inputs) {
        return compiled.of(isolation, inputs);
    }

    /** What is to be tried of what a plan applied, in namespaces that stay where they are. */
    GuardTarget target(Isolation isolation, Work work) {
        var going = informers
                .all(Watched.NAMESPACE)
                .filter(namespace ->
                        namespace.tree().at("metadata", "deletionTimestamp").isPresent())
                .map(Manifest::name);
        var moving = work.zoning().moves().stream().map(Zoning.Move::namespace);
        var unfit = Stream.concat(going, moving).collect(Collectors.toSet());
        var places = work.zoning().zones().stream()
                .map(zone -> new AttemptInputs.Place(
                        zone.name(),
                        zone.namespaces(),
                        work.namespaces().getOrDefault(zone.name(), List.of()).stream()
                                .filter(name -> !unfit.contains(name))
                                .findFirst()
                                .orElse(null)))
                .toList();
        return new GuardTarget(
                AttemptPlan.of(new AttemptInputs(isolation.name(), places)),
                isolation.uid() + " " + isolation.generation(),
                work.guards().admission().digest());
    }

    void forget(String isolation) {
        compiled.forget(isolation);
        addresses.forget(isolation);
        logs.forget(isolation);
        shadows.forget(isolation);
    }
}
