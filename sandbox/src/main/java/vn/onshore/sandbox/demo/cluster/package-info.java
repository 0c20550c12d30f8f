/** One cluster as the demonstration sees it: plain requests and plain answers, no model of any resource. */
@NullMarked
package vn.onshore.sandbox.demo.cluster;

import org.jspecify.annotations.NullMarked;
