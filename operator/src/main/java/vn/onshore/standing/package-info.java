/**
 * Generated objects that stay as they are: found by their owner, put back when somebody changes them, and told of. Shared by
 * all features that enforce.
 */
@NullMarked
package vn.onshore.standing;

import org.jspecify.annotations.NullMarked;
