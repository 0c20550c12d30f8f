/** The world for demo and tests, on loopback. */
@NullMarked
package vn.onshore.sandbox;

import org.jspecify.annotations.NullMarked;
