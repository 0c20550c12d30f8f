/** The eight steps of the story. */
@NullMarked
package vn.onshore.sandbox.demo.story;

import org.jspecify.annotations.NullMarked;
