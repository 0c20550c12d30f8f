package vn.onshore.isolation.prove;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.onshore.isolation.engine.ZonePlan.Zone;
import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Workload;
import vn.onshore.manifest.Manifest;

/**
 * The probes of a round: for each zone a Job in the first of its namespaces.
 *
 * @param jobs to be created; those that are there already stay as they are, since a Job's pods cannot be changed
 * @param untried sentences about what no probe can show here, and why
 */
public record ProbePlan(List<Manifest> jobs, List<String> untried) {
    public ProbePlan {
        jobs = List.copyOf(jobs);
        untried = List.copyOf(untried);
    }

    public static ProbePlan of(ProbeInputs in) {
        var targets = new Targets(in);
        var jobs = new ArrayList<Manifest>();
        var untried = new ArrayList<>(targets.without());
        for (var zone : in.plan().zones()) {
            var namespace = firstNamespace(in, zone);
            if (namespace.isEmpty()) {
                untried.add("zone " + zone.name() + " has no namespace to probe from");
                continue;
            }
            var tries = targets.tries(zone.name(), probe(in, zone.name(), namespace.get()));
            if (tries.isEmpty()) {
                untried.add("there is nobody to reach from zone " + zone.name());
            } else if (!in.probed().contains(zone.name())) {
                jobs.add(ProbeJob.of(in, zone.name(), namespace.get(), tries));
            }
        }
        return new ProbePlan(jobs, untried);
    }

    private static Optional<String> firstNamespace(ProbeInputs in, Zone zone) {
        return in.world().namespaces().stream()
                .filter(namespace -> zone.namespaces().matches(namespace.labels()))
                .map(Namespace::name)
                .min(Comparator.naturalOrder());
    }

    /** The pod that a zone's Job makes, as flows that mean only some pods of a zone see it. */
    private static Pod probe(ProbeInputs in, String zone, String namespace) {
        return new Pod(
                namespace,
                "probe",
                ProbeJob.labels(in.isolation(), zone, in.round()),
                List.of(),
                List.of(),
                false,
                new Workload(namespace, "probe", "Job"));
    }
}
