/**
 * Second opinions on reachability: an evaluator that asks every rule about every port, and random worlds to ask about. Shares
 * nothing with {@code vn.onshore.isolation.engine} but the record of what changed.
 */
@NullMarked
package vn.onshore.isolation.oracle;

import org.jspecify.annotations.NullMarked;
