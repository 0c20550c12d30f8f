package vn.onshore.residency.prove;

import com.google.re2j.Pattern;
import java.time.Instant;

/** A short-lived token; it never shows itself. */
public record BearerToken(String value, Instant expiresAt) {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** A value that RFC 6750 does not allow would be quoted by the HTTP client that refuses it. */
    public BearerToken {
        if (!SYNTAX.matches(value)) {
            throw new IllegalArgumentException("not a bearer token");
        }
    }

    @Override
    public String toString() {
        return "BearerToken[expires " + expiresAt + "]";
    }
}
