/**
 * Who may reach whom: label classes, selectors over bitmaps, tiers, and the verdicts on zones. Knows no Kubernetes client;
 * what comes in is a {@link vn.onshore.isolation.model.World}.
 */
@NullMarked
package vn.onshore.isolation.engine;

import org.jspecify.annotations.NullMarked;
