package vn.onshore.manifest;

import java.util.List;

/**
 * What was read.
 *
 * @param manifests in the order of the input
 * @param problems what could not be used, in the order of the input
 */
public record Reading(List<Manifest> manifests, List<Problem> problems) {

    public Reading {
        manifests = List.copyOf(manifests);
        problems = List.copyOf(problems);
    }
}
