/** {@code onshore check}: manifests judged offline, by the verifier that also judges clusters. */
@NullMarked
package vn.onshore.cli.check;

import org.jspecify.annotations.NullMarked;
