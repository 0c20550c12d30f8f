/**
 * Whether zones are really apart: what the engine found open, put together with everything around it that the engine does
 * not model. Pure; nothing here reads a cluster, a file or a clock.
 */
@NullMarked
package vn.onshore.isolation.verify;

import org.jspecify.annotations.NullMarked;
