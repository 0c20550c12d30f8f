/**
 * The custom resources, as records: what users write and read. Bounded in every dimension so that the API server
 * accepts their CEL rules; wrong combinations are refused there with a sentence that a person can act on.
 */
@NullMarked
package vn.onshore.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
