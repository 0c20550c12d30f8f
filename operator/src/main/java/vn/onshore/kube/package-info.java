/** The API server: one lenient mapper, shared pruned informers, and the only two places that write. */
@NullMarked
package vn.onshore.kube;

import org.jspecify.annotations.NullMarked;
