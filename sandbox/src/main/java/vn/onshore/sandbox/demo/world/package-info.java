/** What has to stand before the story begins: a cluster, the chart on it, and the operator as a process. */
@NullMarked
package vn.onshore.sandbox.demo.world;

import org.jspecify.annotations.NullMarked;
