package vn.onshore.residency;

import java.time.Duration;
import java.util.List;
import vn.onshore.manifest.Manifest;
import vn.onshore.residency.prove.CanaryPlan;
import vn.onshore.standing.Proofs;

/**
 * What is to be proved of a policy.
 *
 * @param ground what the canaries stand on
 */
record CanaryTarget(CanaryPlan plan, List<Manifest> ground, String wish, String digest, Duration interval)
        implements Proofs.Target {}
