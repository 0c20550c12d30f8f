package vn.onshore.cli.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vn.onshore.api.v1alpha1.NetworkIsolationSpec;
import vn.onshore.api.v1alpha1.Site;
import vn.onshore.boundary.Problem;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.zoning.RequiredRoles;
import vn.onshore.isolation.zoning.RequiredRoles.Required;
import vn.onshore.isolation.zoning.ZoneMembers;
import vn.onshore.isolation.zoning.ZoningReader;

/**
 * What is wrong with a NetworkIsolation, by the rules of the operator and of the resource's definition.
 *
 * @param problems why the API server would refuse it, or the operator would not act on it
 * @param warnings what keeps it from being compliant
 */
record IsolationReading(List<Problem> problems, List<Problem> warnings) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?");

    /**
     * @param spec within the bounds of its schema
     * @param sites of its boundary
     */
    static IsolationReading of(
            String name, NetworkIsolationSpec spec, List<Site> sites, List<Namespace> namespaces, Instant now) {
        var problems = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        if (!NAME.matcher(name).matches()) {
            problems.add(new Problem(
                    "metadata.name",
                    "becomes part of labels and of the names of policies; at most 48 lower-case letters, digits and"
                            + " hyphens, no dots"));
        }
        roles(spec, problems, warnings);
        switch (ZoningReader.read(spec, sites, now, List.of())) {
            case ZoningReader.Reading.Flawed(var flaws) -> problems.addAll(flaws);
            case ZoningReader.Reading.Sound(var zoning) ->
                ZoneMembers.of(zoning, namespaces).overlap().ifPresent(problems::add);
        }
        return new IsolationReading(List.copyOf(problems), List.copyOf(warnings));
    }

    private static void roles(NetworkIsolationSpec spec, List<Problem> problems, List<Problem> warnings) {
        var missing = RequiredRoles.missing(spec).stream()
                .collect(Collectors.partitioningBy(
                        required -> RequiredRoles.isAskedForWhenApplied(required.role(), spec.level())));
        told(missing.getOrDefault(true, List.of()), "").ifPresent(problems::add);
        told(missing.getOrDefault(false, List.of()), "Compliant stays Unknown; ")
                .ifPresent(warnings::add);
    }

    private static Optional<Problem> told(List<Required> missing, String consequence) {
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "spec.zones",
                        missing.stream()
                                        .map(each -> each.role() + " (" + each.clause() + ")")
                                        .collect(Collectors.joining("; ", "no zone has the role ", "; "))
                                + consequence + "add one, or say in spec.elsewhere where it is"));
    }
}
