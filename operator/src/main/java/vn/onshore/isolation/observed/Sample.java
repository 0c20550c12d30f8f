package vn.onshore.isolation.observed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Protocol;

/**
 * One connection as one line tells it.
 *
 * @param port that answers: of the pod behind a Service, not of the Service
 * @param at null if the line does not say
 * @param dropped whether something stopped it
 */
public record Sample(
        Party from,
        Party to,
        Protocol protocol,
        int port,
        @Nullable Instant at,
        boolean dropped) {}
