/** Signed statements that a machine stands at a site: written, and verified without trusting anything in them. */
@NullMarked
package vn.onshore.boundary.attestation;

import org.jspecify.annotations.NullMarked;
