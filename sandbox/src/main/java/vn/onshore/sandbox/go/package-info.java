/** Programs that the Go toolchain builds on this machine, because nobody has to trust their release binaries then. */
@NullMarked
package vn.onshore.sandbox.go;

import org.jspecify.annotations.NullMarked;
