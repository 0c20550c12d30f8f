/** {@code onshore isolation}: who may reach whom, by manifests alone. */
@NullMarked
package vn.onshore.cli.isolation;

import org.jspecify.annotations.NullMarked;
