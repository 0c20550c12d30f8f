/** Commands for people, each in a package of its own. */
@NullMarked
package vn.onshore.cli;

import org.jspecify.annotations.NullMarked;
