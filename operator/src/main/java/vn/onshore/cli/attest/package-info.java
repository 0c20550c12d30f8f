/** {@code onshore attest}: makes keys, signs where machines stand, and checks what others signed; all of it offline. */
@NullMarked
package vn.onshore.cli.attest;

import org.jspecify.annotations.NullMarked;
