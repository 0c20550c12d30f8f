/** Builds admission policies: CEL literals are quoted here and nowhere else, and absent fields are guarded here. */
@NullMarked
package vn.onshore.admission;

import org.jspecify.annotations.NullMarked;
