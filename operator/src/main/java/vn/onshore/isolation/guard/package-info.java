/**
 * Compiles zones and flows into native policies. Pure: equal inputs give equal objects. The verifier shares none of this,
 * since it would share its mistakes.
 */
@NullMarked
package vn.onshore.isolation.guard;

import org.jspecify.annotations.NullMarked;
