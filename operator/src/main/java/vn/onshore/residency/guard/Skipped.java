package vn.onshore.residency.guard;

/** A guard, or a part of one, that could not be compiled; the reason is one sentence for the status. */
public record Skipped(Guard guard, String reason) {}
