/**
 * Which addresses are registered in a country: what the five Regional Internet Registries publish as delegated-extended
 * files, and lists of CIDRs. It is evidence of registration, never of where an address is in use; no sentence here says
 * "located".
 */
@NullMarked
package vn.onshore.isolation.address;

import org.jspecify.annotations.NullMarked;
