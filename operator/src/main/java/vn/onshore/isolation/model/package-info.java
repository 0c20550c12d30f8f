/**
 * A cluster as far as it decides who may reach whom: pods, namespaces and policies of every tier in one shape, and the sets
 * of ports, labels and addresses that they speak of. Values only.
 */
@NullMarked
package vn.onshore.isolation.model;

import org.jspecify.annotations.NullMarked;
