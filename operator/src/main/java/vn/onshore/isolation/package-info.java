/** NetworkIsolation: zones and flows, compiled into policies that are kept, and judged for whether zones really are apart. */
@NullMarked
package vn.onshore.isolation;

import org.jspecify.annotations.NullMarked;
