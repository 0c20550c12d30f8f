package vn.onshore.isolation.prove;

import java.time.Instant;
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
 * The probes of the present round: for each zone a Job in the first of its namespaces.
 *
 * @param jobs to be created; those that are there already stay as they are, since a Job's pods cannot be changed
 * @param idle why no packet is sent; empty if some are
 * @param untried sentences about what no probe can show here, and why
 * @param next when the next round begins
 */
public record ProbePlan(List<Manifest> jobs, Optional<String> idle, List<String> untried, Instant next) {
    public ProbePlan {
        jobs = List.copyOf(jobs);
        untried = List.copyOf(untried);
    }

    public static ProbePlan of(ProbeInputs in) {
        var idle = idle(in);
        if (idle.isPresent()) {
            return new ProbePlan(List.of(), idle, List.of(), in.nextRound());
        }
        var targets = new Targets(in);
        var jobs = new ArrayList<Manifest>();
        var untried = new ArrayList<>(targets.without());
        for (var zone : in.plan().zones()) {
            var namespace = firstNamespace(in, zone);
            if (namespace.isEmpty()) {
                untried.add("zone " + zone.name() + " has no namespace to probe from");
                continue;
            }
            var attempts = targets.attempts(zone.name(), probe(in, zone.name(), namespace.get(), in.round()));
            if (attempts.isEmpty()) {
                untried.add("there is nobody to reach from zone " + zone.name());
            } else if (!exists(in, zone.name())) {
                jobs.add(ProbeJob.of(in, zone.name(), namespace.get(), attempts));
            }
        }
        return new ProbePlan(jobs, Optional.empty(), untried, in.nextRound());
    }

    /** Nodes that kwok plays run no container: a Job would seem to end well there, and would have sent nothing. */
    private static Optional<String> idle(ProbeInputs in) {
        var nodes = in.world().nodes();
        if (in.settings().image().isEmpty()) {
            return Optional.of("no image to probe with is configured");
        }
        if (nodes.isEmpty()) {
            return Optional.of("there is no node");
        }
        return nodes.stream().allMatch(node -> "kwok".equals(node.labels().get("type")))
                ? Optional.of("all " + nodes.size() + " nodes are played by kwok")
                : Optional.empty();
    }

    private static Optional<String> firstNamespace(ProbeInputs in, Zone zone) {
        return in.world().namespaces().stream()
                .filter(namespace -> zone.namespaces().matches(namespace.labels()))
                .map(Namespace::name)
                .min(Comparator.naturalOrder());
    }

    private static boolean exists(ProbeInputs in, String zone) {
        var name = ProbeJob.name(in.isolation(), zone, in.round());
        return in.jobs().stream().anyMatch(job -> job.name().equals(name));
    }

    /** The pod that a zone's Job makes, as flows that mean only some pods of a zone see it. */
    static Pod probe(ProbeInputs in, String zone, String namespace, long round) {
        return new Pod(
                namespace,
                "probe",
                ProbeJob.labels(in.isolation(), zone, round),
                List.of(),
                List.of(),
                false,
                new Workload(namespace, "probe", "Job"));
    }
}
