/** The commands that start, show and end a sandbox that outlives them. */
@NullMarked
package vn.onshore.sandbox.command;

import org.jspecify.annotations.NullMarked;
