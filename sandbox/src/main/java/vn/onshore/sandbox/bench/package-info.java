/**
 * Benchmarks. The operator runs as a process of its own, installed by its chart and driven through the API server, as
 * users drive it; everything is timed from outside.
 */
@NullMarked
package vn.onshore.sandbox.bench;

import org.jspecify.annotations.NullMarked;
