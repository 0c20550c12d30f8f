/** The demonstration: Onshore at work on a real API server, told by what that server answers. */
@NullMarked
package vn.onshore.sandbox.demo;

import org.jspecify.annotations.NullMarked;
