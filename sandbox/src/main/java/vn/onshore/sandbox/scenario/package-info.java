/** What stands in the cluster before a story begins: nodes and what belongs to them. */
@NullMarked
package vn.onshore.sandbox.scenario;

import org.jspecify.annotations.NullMarked;
