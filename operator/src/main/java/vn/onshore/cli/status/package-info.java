/** {@code onshore status}: one screen. */
@NullMarked
package vn.onshore.cli.status;

import org.jspecify.annotations.NullMarked;
