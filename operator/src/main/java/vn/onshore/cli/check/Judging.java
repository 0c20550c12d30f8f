package vn.onshore.cli.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import vn.onshore.compliance.Finding;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.read.NamespaceReader;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Reading;
import vn.onshore.residency.verify.PolicyView;
import vn.onshore.residency.verify.Verifier;

/** Judges what was read. Pure. */
final class Judging {
    private Judging() {}

    /**
     * @param input what is judged; may hold policies and boundaries too
     * @param extra files of which only policies and boundaries are taken; they stand in for those of the same name in the
     *     input, so that what is judged cannot choose by what
     * @param governed see {@link OfflineLookup#of}
     * @param now when it would be applied
     */
    static Verdicts judge(Reading input, Reading extra, List<String> governed, Instant now) {
        var own = OwnResources.of(Stream.of(input.manifests(), extra.manifests())
                .flatMap(List::stream)
                .toList());
        var views = own.views();
        var isolations = own.isolations(namespaces(input.manifests()), now);
        var lookup = OfflineLookup.of(input.manifests(), governed);
        var verifiers = views.stream()
                .map(view -> verifier(view, lookup, input.manifests()))
                .toList();
        var rows = input.manifests().parallelStream()
                .flatMap(manifest -> rows(manifest, verifiers))
                .sorted()
                .toList();
        var problems = new ArrayList<Problem>(input.problems());
        problems.addAll(extra.problems());
        problems.addAll(own.problems());
        return new Verdicts(
                rows,
                problems.stream().distinct().sorted().toList(),
                own.warnings().stream().distinct().sorted().toList(),
                views.stream().map(view -> view.name()).sorted().toList(),
                own.declareZones(),
                isolations,
                input.manifests().size());
    }

    private static List<Namespace> namespaces(List<Manifest> manifests) {
        return manifests.stream()
                .filter(manifest -> manifest.is("", "Namespace"))
                .map(manifest -> NamespaceReader.read(manifest.tree()))
                .toList();
    }

    private static Verifier verifier(PolicyView view, OfflineLookup lookup, List<Manifest> manifests) {
        var leaders = new Leaders();
        var verifier = new Verifier(view, lookup.with(leaders));
        leaders.follow(manifests, verifier);
        return verifier;
    }

    private static Stream<Row> rows(Manifest manifest, List<Verifier> verifiers) {
        var source = Objects.requireNonNull(manifest.source());
        if (verifiers.size() == 1) {
            return verifiers.getFirst().judge(manifest).stream().map(finding -> new Row(finding, source));
        }
        var worst = new LinkedHashMap<String, Finding>();
        for (var verifier : verifiers) {
            verifier.judge(manifest).forEach(finding -> worst.merge(finding.rule(), finding, Judging::worse));
        }
        return worst.values().stream().map(finding -> new Row(finding, source));
    }

    private static Finding worse(Finding one, Finding other) {
        return Verifier.severity(one.verdict()) >= Verifier.severity(other.verdict()) ? one : other;
    }
}
