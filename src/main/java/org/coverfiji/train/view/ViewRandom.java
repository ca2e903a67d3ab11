package org.coverfiji.train.view;

import java.util.SplittableRandom;

/**
 * The random numbers of one view pair: a SplittableRandom whose seed is mixed from the run's seed and the pair's place
 * in the run. Only its {@code nextLong} and {@code nextDouble} are used, whose output is the same on every JDK.
 */
public final class ViewRandom {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** Mean and inverse standard deviation of a sum of four uniform integers in [0, 65535]. */
    private static final int SUM_MEAN = 131070;
    private static final float SUM_SCALE = (float) (1 / Math.sqrt(4 * (65536.0 * 65536.0 - 1) / 12));

    private static final float TO_UNIT_FLOAT = 0x1p-24f;

    private final SplittableRandom random;

    private ViewRandom(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * The generator that belongs to this seed and these numbers (iteration, index in the batch; or epoch). Neighbouring
     * numbers give unrelated generators.
     */
    public static ViewRandom of(long seed, long... place) {
        long hash = mix(seed + GOLDEN_RATIO);
        for (long number : place) {
            hash = mix((hash ^ mix(number + GOLDEN_RATIO)) + GOLDEN_RATIO);
        }
        return new ViewRandom(hash);
    }

    /** Stafford's variant 13 of MurmurHash3's finalizer: every bit of the input changes about half of the output. */
    private static long mix(long bits) {
        long z = bits;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Uniform in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform in [−range, range). */
    public double symmetric(double range) {
        return uniform(-range, range);
    }

    /** Uniform in {0, …, bound − 1}. */
    public int index(int bound) {
        return (int) (random.nextDouble() * bound);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Uniform in [0, 1), 24 bits. */
    public float unit() {
        return (random.nextLong() >>> 40) * TO_UNIT_FLOAT;
    }

    /**
     * Nearly standard normal: the sum of four 16-bit uniform numbers out of one long, scaled to mean 0 and standard
     * deviation 1. It has no values beyond ±3.46, which suits an intensity disturbance, and costs one draw without a
     * branch.
     */
    public float gaussian() {
        long bits = random.nextLong();
        int sum = (int) (bits & 0xFFFF) + (int) (bits >>> 16 & 0xFFFF) + (int) (bits >>> 32 & 0xFFFF)
                + (int) (bits >>> 48);
        return (sum - SUM_MEAN) * SUM_SCALE;
    }
}
