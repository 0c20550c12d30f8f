/** A real Kubernetes control plane on loopback: built, started, broken on purpose, and gone without a trace. */
@NullMarked
package vn.onshore.sandbox.controlplane;

import org.jspecify.annotations.NullMarked;
