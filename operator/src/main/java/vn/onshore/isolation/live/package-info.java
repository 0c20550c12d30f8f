/** The cluster as it is now, kept up to date by what changes, and judged. */
@NullMarked
package vn.onshore.isolation.live;

import org.jspecify.annotations.NullMarked;
