/** DataResidency: what governed namespaces run, store and talk to stays inside the boundary, and that is proved. */
@NullMarked
package vn.onshore.residency;

import org.jspecify.annotations.NullMarked;
