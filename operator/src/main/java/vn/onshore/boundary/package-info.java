/** Where onshore is. Pure: it answers where something stands, with the evidence and the sources. */
@NullMarked
package vn.onshore.boundary;

import org.jspecify.annotations.NullMarked;
