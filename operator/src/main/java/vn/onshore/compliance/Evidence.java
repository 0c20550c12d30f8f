package vn.onshore.compliance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, of whom, and what came back.
 *
 * @param answerDigest SHA-256 of the answer in hex, null if there was none; the answer itself may hold secrets
 */
public record Evidence(String asked, String of, @Nullable String answerDigest, Instant at) {}
