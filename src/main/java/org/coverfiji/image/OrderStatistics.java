package org.coverfiji.image;

/**
 * Exact order statistics of float values in linear time and without a copy of them: a histogram over the upper half
 * of the bits, and one over the lower half for the bin that holds the rank. Values that are not finite are left out.
 * The values may come in blocks, which are gone through again where a rank asks for it.
 */
final class OrderStatistics {

    private static final int BINS = 1 << 16;

    /** All values, block after block. */
    @FunctionalInterface
    interface Blocks {
        void each(Block block);
    }

    /** Takes data[from] to data[to - 1]. */
    @FunctionalInterface
    interface Block {
        void take(float[] data, int from, int to);
    }

    private final Blocks blocks;
    private final long[] upper = new long[BINS];
    private long count;
    private long[] lower;
    private int lowerBin = -1;

    /** Of data[from] to data[to - 1]. */
    OrderStatistics(float[] data, int from, int to) {
        this(block -> block.take(data, from, to));
    }

    /** @param blocks the same values whenever they are asked for */
    OrderStatistics(Blocks blocks) {
        this.blocks = blocks;
        blocks.each((data, from, to) -> {
            for (int i = from; i < to; i++) {
                if (Float.isFinite(data[i])) {
                    upper[key(data[i]) >>> 16]++;
                    count++;
                }
            }
        });
    }

    /** How many values are finite. */
    long count() {
        return count;
    }

    /** Linear interpolation between the two nearest ranks. */
    double percentile(double percent) {
        double rank = percent / 100 * (count - 1);
        long below = (long) rank;
        double value = rank(below);
        return rank > below ? value + (rank - below) * (rank(below + 1) - value) : value;
    }

    /** The value of the rank, 0 for the smallest, count − 1 for the largest. */
    float rank(long rank) {
        long rest = rank;
        int bin = 0;
        while (rest >= upper[bin]) {
            rest -= upper[bin++];
        }
        if (bin != lowerBin) {
            lower = lowerHalves(bin);
            lowerBin = bin;
        }
        int low = 0;
        while (rest >= lower[low]) {
            rest -= lower[low++];
        }
        return value(bin << 16 | low);
    }

    private long[] lowerHalves(int bin) {
        long[] histogram = new long[BINS];
        blocks.each((data, from, to) -> {
            for (int i = from; i < to; i++) {
                int key = key(data[i]);
                if (key >>> 16 == bin && Float.isFinite(data[i])) {
                    histogram[key & 0xffff]++;
                }
            }
        });
        return histogram;
    }

    /** Maps floats to unsigned integers of the same order; −0 counts as 0. */
    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits < 0 ? ~bits : bits | 0x80000000;
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key < 0 ? key & 0x7fffffff : ~key);
    }
}
