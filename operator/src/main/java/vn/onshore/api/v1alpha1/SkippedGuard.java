package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A guard, or a part of one, that is not there although it was asked for. */
public record SkippedGuard(
        @JsonPropertyDescription("G1 to G13, or what of a network zone.")
        String guard,

        @JsonPropertyDescription("What the API server lacks, or why it cannot be.")
        String reason) {}
