/** Kubernetes objects as they were read, before anybody believes them: plain trees, whatever they came from. */
@NullMarked
package vn.onshore.manifest;

import org.jspecify.annotations.NullMarked;
