package vn.onshore.isolation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.oracle.Seed;

/** Port sets and address sets do what sets of single numbers do, and are written in one way only. */
class SetsTest {
    private static final int ROUNDS = 2_000;
    private static final int ADDRESSES = 64;

    /** Where ranges begin that lie at the ends of a family, or in the middle of one. */
    private static final List<IpAddress> ORIGINS = Stream.of(
                    "0.0.0.0", "255.255.255.192", "10.0.0.0", "::", "2001:db8::ffff:ffff:ffff:fff0")
            .map(text -> IpAddress.parse(text).orElseThrow())
            .toList();

    @Test
    void cidrsInAnyOrderMakeOneSet() {
        assertThat(cidrs("203.0.113.0/24", "10.0.0.0/8", "0.0.0.0/0", "203.0.113.128/25"))
                .isEqualTo(AddressSet.ALL_V4);
        assertThat(cidrs("10.0.1.0/24", "10.0.0.0/24").ranges()).hasSize(1);
        assertThat(cidrs("10.0.1.0/24", "::/0", "10.0.0.0/24"))
                .hasToString("10.0.0.0-10.0.1.255,::-" + "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    }

    @Test
    void addressSetsAreSets() {
        var random = new Random(Seed.of(SetsTest.class));
        for (var i = 0; i < ROUNDS; i++) {
            var one = bits(random, ORIGINS.size() * ADDRESSES);
            var other = bits(random, ORIGINS.size() * ADDRESSES);
            var a = addresses(one, random);
            var b = addresses(other, random);
            assertThat(a.union(b)).isEqualTo(addresses(or(one, other), random));
            assertThat(a.intersect(b)).isEqualTo(addresses(and(one, other), random));
            assertThat(a.minus(b)).isEqualTo(addresses(andNot(one, other), random));
            assertThat(a.intersects(b)).isEqualTo(one.intersects(other));
            assertThat(a.containsAll(b)).isEqualTo(andNot(other, one).isEmpty());
            for (var bit = 0; bit < ORIGINS.size() * ADDRESSES; bit++) {
                assertThat(a.contains(address(bit))).isEqualTo(one.get(bit));
            }
        }
    }

    @Test
    void portSetsAreSets() {
        var random = new Random(Seed.of(SetsTest.class));
        for (var i = 0; i < ROUNDS; i++) {
            var one = bits(random, 3 * 64);
            var other = bits(random, 3 * 64);
            var a = ports(one, random);
            var b = ports(other, random);
            assertThat(a.union(b)).isEqualTo(ports(or(one, other), random));
            assertThat(a.intersect(b)).isEqualTo(ports(and(one, other), random));
            assertThat(a.minus(b)).isEqualTo(ports(andNot(one, other), random));
            assertThat(a.intersects(b)).isEqualTo(one.intersects(other));
            assertThat(a.containsAll(b)).isEqualTo(andNot(other, one).isEmpty());
            for (var bit = 0; bit < 3 * 64; bit++) {
                assertThat(a.contains(Protocol.values()[bit / 64], port(bit))).isEqualTo(one.get(bit));
            }
        }
    }

    /** Runs of bits, sometimes none. */
    private static BitSet bits(Random random, int size) {
        var bits = new BitSet();
        for (var runs = random.nextInt(8); runs > 0; runs--) {
            var from = random.nextInt(size);
            bits.set(from, Math.min(size, from + 1 + random.nextInt(40)));
        }
        return bits;
    }

    /** The first and the last 32 ports of each protocol. */
    private static int port(int bit) {
        return bit % 64 < 32 ? 1 + bit % 64 : PortSet.LAST - 63 + bit % 64;
    }

    private static PortSet ports(BitSet bits, Random random) {
        var one = new ArrayList<>(bits.stream()
                .mapToObj(bit -> PortSet.of(Protocol.values()[bit / 64], port(bit)))
                .toList());
        Collections.shuffle(one, random);
        return one.stream().reduce(PortSet.NONE, PortSet::union);
    }

    private static IpAddress address(int bit) {
        var origin = ORIGINS.get(bit / ADDRESSES);
        return new IpAddress(
                origin.isV4(), origin.high() + carry(origin.low(), bit % ADDRESSES), origin.low() + bit % ADDRESSES);
    }

    private static long carry(long low, int more) {
        return Long.compareUnsigned(low + more, low) < 0 ? 1 : 0;
    }

    private static AddressSet addresses(BitSet bits, Random random) {
        var one = new ArrayList<>(bits.stream()
                .mapToObj(bit -> new AddressRange(address(bit), address(bit)))
                .toList());
        Collections.shuffle(one, random);
        return AddressSet.of(one);
    }

    private static AddressSet cidrs(String... cidrs) {
        return AddressSet.ofCidrs(
                Stream.of(cidrs).map(cidr -> Cidr.parse(cidr).orElseThrow()).toList());
    }

    private static BitSet or(BitSet one, BitSet other) {
        var all = (BitSet) one.clone();
        all.or(other);
        return all;
    }

    private static BitSet and(BitSet one, BitSet other) {
        var common = (BitSet) one.clone();
        common.and(other);
        return common;
    }

    private static BitSet andNot(BitSet one, BitSet other) {
        var left = (BitSet) one.clone();
        left.andNot(other);
        return left;
    }
}
