/**
 * The verifier: judges raw objects against a policy. It shares nothing with the code that compiles guards and never looks
 * at what that code generated. Pure and safe for use by several threads.
 */
@NullMarked
package vn.onshore.residency.verify;

import org.jspecify.annotations.NullMarked;
