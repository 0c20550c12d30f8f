/**
 * Proves with packets what the other packages compute: a Job in each zone tries connections that must be possible and ones
 * that must not. What is expected comes from the declaration alone, never from compiled policies or from the engine.
 */
@NullMarked
package vn.onshore.isolation.prove;

import org.jspecify.annotations.NullMarked;
