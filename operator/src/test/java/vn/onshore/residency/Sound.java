package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import vn.onshore.api.v1alpha1.DataResidencyStatus;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;

/** What every status on a server must keep to. */
final class Sound {
    private Sound() {}

    /** @return the policy */
    static Tree check(Tree policy) {
        var status = Json.convert(policy.at("status").fields(), DataResidencyStatus.class);
        assertThat(FluxConditionsChecker.complaints(
                        policy.at("metadata", "generation").number(0),
                        status.observedGeneration(),
                        status.conditions()))
                .isEmpty();
        return policy;
    }
}
