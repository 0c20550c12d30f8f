/** Tests of the reachability engine, among them random worlds against the naive evaluator. */
@NullMarked
package vn.onshore.isolation.engine;

import org.jspecify.annotations.NullMarked;
