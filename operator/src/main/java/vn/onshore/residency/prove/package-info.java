/**
 * Attacks what a policy promises, and says what happened. Nothing here reads generated policies or shares code with
 * what compiles them: requests that must be refused, and their allowed counterparts, are sent to the API server in
 * dry-run by an account that can do nothing else.
 */
@NullMarked
package vn.onshore.residency.prove;

import org.jspecify.annotations.NullMarked;
