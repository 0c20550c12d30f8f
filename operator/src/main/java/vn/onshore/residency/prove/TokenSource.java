package vn.onshore.residency.prove;

import java.time.Duration;

/** Where tokens of the canary account come from. */
@FunctionalInterface
public interface TokenSource {

    /**
     * A new token.
     *
     * @param life how long it should be valid, at least 10 minutes; the server may decide otherwise
     * @throws TokenRefusedException with one sentence that does not hold a token
     */
    BearerToken request(Duration life);

    /** There is no token to be had. */
    final class TokenRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public TokenRefusedException(String reason) {
            super(reason);
        }
    }
}
