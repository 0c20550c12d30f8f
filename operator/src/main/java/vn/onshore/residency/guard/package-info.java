/**
 * Compiles a residency policy to admission policies that hold on their own: literals only, no webhook, nothing of this
 * program needed to refuse what leads abroad. Pure: values in, objects out.
 */
@NullMarked
package vn.onshore.residency.guard;

import org.jspecify.annotations.NullMarked;
