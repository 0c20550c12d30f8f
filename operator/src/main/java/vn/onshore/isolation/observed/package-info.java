/**
 * Connections that were seen on the wire: read from what network plugins and kernels write, added up in bounded memory, made
 * into a declaration that would have allowed them, or held against one.
 */
@NullMarked
package vn.onshore.isolation.observed;

import org.jspecify.annotations.NullMarked;
