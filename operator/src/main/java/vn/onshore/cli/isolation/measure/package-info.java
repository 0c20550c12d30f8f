/**
 * How fast and how large reachability is: worlds of known shape, made in memory from a seed, and what judging them takes.
 * The benchmarks run it as a process of its own.
 */
@NullMarked
package vn.onshore.cli.isolation.measure;

import org.jspecify.annotations.NullMarked;
