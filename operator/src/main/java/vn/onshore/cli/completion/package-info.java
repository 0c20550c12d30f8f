/** {@code onshore completion}: commands and options by the tab key. */
@NullMarked
package vn.onshore.cli.completion;

import org.jspecify.annotations.NullMarked;
