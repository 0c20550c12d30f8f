package vn.onshore.cli.isolation.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;

/**
 * As many prefixes, of the same lengths, as the five registries delegate to a country of Vietnam's size: 1,246 of IPv4 and
 * 931 of IPv6, no two of which touch. The addresses are made up.
 */
final class Prefixes {
    static final int V4 = 1_246;
    static final int V6 = 931;

    private static final int V4_BITS = 32;
    /** IPv6 prefixes end in the upper half of the address. */
    private static final int V6_BITS = 64;

    private static final long FIRST_V4 = 0x1b00_0000L;
    private static final long FIRST_V6 = 0x2400_0000_0000_0000L;

    private Prefixes() {}

    static AddressSet onshore(long seed) {
        var random = new Random(seed);
        var ranges = new ArrayList<AddressRange>(V4 + V6);
        var v4 = lengths(random, new int[][] {{22, 640}, {23, 400}, {21, 120}, {19, 50}, {16, 24}, {12, 12}});
        for (var block : spread(v4, V4_BITS, FIRST_V4)) {
            ranges.add(new AddressRange(
                    new IpAddress(true, 0, block.first()), new IpAddress(true, 0, block.first() + block.size() - 1)));
        }
        var v6 = lengths(random, new int[][] {{48, 500}, {32, 413}, {29, 18}});
        for (var block : spread(v6, V6_BITS, FIRST_V6)) {
            ranges.add(new AddressRange(
                    new IpAddress(false, block.first(), 0),
                    new IpAddress(false, block.first() + block.size() - 1, -1L)));
        }
        return AddressSet.of(ranges);
    }

    /** Numbers, unsigned, from one on. */
    private record Block(long first, long size) {}

    /** So many of each length, in no order. */
    private static List<Integer> lengths(Random random, int[][] many) {
        var lengths = new ArrayList<Integer>();
        Arrays.stream(many).forEach(each -> lengths.addAll(Collections.nCopies(each[1], each[0])));
        Collections.shuffle(lengths, random);
        return lengths;
    }

    /** Aligned blocks in this order, at least one of the smallest size apart. */
    private static List<Block> spread(List<Integer> lengths, int bits, long from) {
        var blocks = new ArrayList<Block>(lengths.size());
        var next = from;
        for (var length : lengths) {
            var size = 1L << (bits - length);
            var first = (next + size - 1) & -size;
            blocks.add(new Block(first, size));
            next = first + size + 1;
        }
        return blocks;
    }
}
