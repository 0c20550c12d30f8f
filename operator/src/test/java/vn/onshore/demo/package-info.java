/** The demonstration as its users see it: a command that prints and ends. */
@NullMarked
package vn.onshore.demo;

import org.jspecify.annotations.NullMarked;
