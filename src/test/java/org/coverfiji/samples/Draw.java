package org.coverfiji.samples;

import java.util.SplittableRandom;

/** Random numbers for the phantoms: the same on every Java version and platform for one seed. */
final class Draw {

    private final SplittableRandom random;

    Draw(long seed) {
        this(new SplittableRandom(seed));
    }

    private Draw(SplittableRandom random) {
        this.random = random;
    }

    /** An independent stream, so that drawing more in one part leaves the others unchanged. */
    Draw split() {
        return new Draw(random.split());
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Standard normal, by Marsaglia's polar method: {@code SplittableRandom} has none in Java 11. */
    double gaussian() {
        while (true) {
            double a = between(-1, 1);
            double b = between(-1, 1);
            double s = a * a + b * b;
            if (s > 0 && s < 1) {
                return a * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }
}
