/** What a NetworkIsolation declares, resolved: its zones and flows with the boundary's sites, and what is wrong with them. */
@NullMarked
package vn.onshore.isolation.zoning;

import org.jspecify.annotations.NullMarked;
