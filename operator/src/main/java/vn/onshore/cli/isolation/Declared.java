package vn.onshore.cli.isolation;

import java.util.List;
import java.util.Optional;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.cli.check.SpecReader;
import vn.onshore.isolation.engine.ZonePlan;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Problem;

/** The one NetworkIsolation among some files, as what it lets be open. */
final class Declared {
    private final Streams streams;
    private boolean sound = true;

    private Declared(Streams streams) {
        this.streams = streams;
    }

    /** Says on standard error what is wrong; empty if something is. */
    static Optional<ZonePlan> read(List<String> paths, Streams streams) {
        return new Declared(streams).read(paths);
    }

    private Optional<ZonePlan> read(List<String> paths) {
        var reading = ManifestReader.read(paths, streams.in());
        reading.problems().forEach(this::wrong);
        var isolations = ofKind(reading.manifests(), "NetworkIsolation");
        if (isolations.size() != 1) {
            wrong("--shadow " + String.join(" ", paths) + " holds " + (isolations.isEmpty() ? "no" : isolations.size())
                    + " NetworkIsolation; name files with exactly one");
            return Optional.empty();
        }
        var isolation = isolations.getFirst();
        var plan = spec(NetworkIsolationSpec.class, isolation)
                .map(spec -> new DeclaredPlan(
                                spec,
                                sites(spec.boundaryRef().name(), reading.manifests()),
                                sentence -> wrong(at(isolation, sentence)))
                        .plan());
        return sound ? plan : Optional.empty();
    }

    private List<Site> sites(String boundary, List<Manifest> manifests) {
        return ofKind(manifests, "OnshoreBoundary").stream()
                .filter(manifest -> manifest.name().equals(boundary))
                .flatMap(manifest -> spec(OnshoreBoundarySpec.class, manifest).stream())
                .flatMap(spec -> spec.sites().stream())
                .toList();
    }

    private static List<Manifest> ofKind(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.is(ApiGroup.NAME, kind))
                .toList();
    }

    private <T extends Record> Optional<T> spec(Class<T> type, Manifest manifest) {
        return Optional.ofNullable(SpecReader.read(
                type,
                manifest.tree().at("spec"),
                "spec",
                (field, sentence) -> wrong(at(manifest, field + " " + sentence)),
                (field, sentence) -> streams.warning(at(manifest, field + " " + sentence))));
    }

    private static Problem at(Manifest manifest, String sentence) {
        var source = manifest.source();
        return new Problem(
                source == null ? "-" : source.file(),
                source == null ? 0 : source.line(),
                manifest.kind() + " " + manifest.name() + ": " + sentence);
    }

    private void wrong(Object sentence) {
        sound = false;
        streams.error(sentence);
    }
}
