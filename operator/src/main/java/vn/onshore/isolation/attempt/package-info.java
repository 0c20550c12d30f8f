/**
 * Tries to get past the admission policies that keep zones as they are, in dry-run: what must be refused is asked for, and
 * its harmless twin. Shares nothing with what compiles those policies.
 */
@NullMarked
package vn.onshore.isolation.attempt;

import org.jspecify.annotations.NullMarked;
