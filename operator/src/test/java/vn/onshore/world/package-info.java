/** A live cluster and the running operator, as all integration tests use them. */
@NullMarked
package vn.onshore.world;

import org.jspecify.annotations.NullMarked;
