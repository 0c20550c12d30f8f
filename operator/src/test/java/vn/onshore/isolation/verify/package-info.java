@NullMarked
package vn.onshore.isolation.verify;

import org.jspecify.annotations.NullMarked;
