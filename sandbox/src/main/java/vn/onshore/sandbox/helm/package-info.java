/** The real Helm, built from its Go module once, so that charts are tested by the program that installs them. */
@NullMarked
package vn.onshore.sandbox.helm;

import org.jspecify.annotations.NullMarked;
