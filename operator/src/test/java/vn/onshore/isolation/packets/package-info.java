/**
 * The third opinion on reachability: the kernel's. Pods are network namespaces, policies are nftables rules that are written
 * out pod by pod, and what is open is what a packet gets through.
 *
 * <p>TCP and UDP over IPv4 only: the kernels that tests run on have no SCTP sockets.
 */
@NullMarked
package vn.onshore.isolation.packets;

import org.jspecify.annotations.NullMarked;
