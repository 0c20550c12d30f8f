@NullMarked
package vn.onshore.cli.isolation.measure;

import org.jspecify.annotations.NullMarked;
