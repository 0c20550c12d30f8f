/** The language that all features speak: subjects, verdicts, findings and their evidence. */
@NullMarked
package vn.onshore.compliance;

import org.jspecify.annotations.NullMarked;
