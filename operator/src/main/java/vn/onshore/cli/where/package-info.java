/** {@code onshore where}: where something stands, with the evidence. */
@NullMarked
package vn.onshore.cli.where;

import org.jspecify.annotations.NullMarked;
