@NullMarked
package vn.onshore.bench;

import org.jspecify.annotations.NullMarked;
