/** {@code onshore export}: what the operator would apply, as files. */
@NullMarked
package vn.onshore.cli.export;

import org.jspecify.annotations.NullMarked;
