/** The process: configuration, executors, leadership, health, metrics, shutdown. */
@NullMarked
package vn.onshore.run;

import org.jspecify.annotations.NullMarked;
