/** The Helm chart against what it promises: its values, its CRDs, its rights, and a real installation. */
@NullMarked
package vn.onshore.chart;

import org.jspecify.annotations.NullMarked;
