/**
 * Reads Kubernetes objects into the world that reachability looks at. What comes in are raw objects, from files that passed
 * no API server or from a server that may be newer than this program; what goes out are values.
 */
@NullMarked
package vn.onshore.isolation.read;

import org.jspecify.annotations.NullMarked;
