/** The verifier on a running cluster: judged as things change, and everything anew in sweeps. */
@NullMarked
package vn.onshore.residency.live;

import org.jspecify.annotations.NullMarked;
