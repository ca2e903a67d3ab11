package org.coverfiji.train.corrupt;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewRandom;

/** Adds normal noise, of a deviation that is drawn for every patch; nothing is clamped. */
public final class NoiseCorruption implements Corruption {

    private final int pixels;
    private final double least;
    private final double most;

    /**
     * @param patch its size in array order
     * @param least smallest deviation, of intensities in [0, 1]
     * @param most largest deviation
     */
    public NoiseCorruption(int[] patch, double least, double most) {
        if (!(least >= 0 && least <= most)) {
            throw new CoverException("The noise is from " + least + " to " + most
                    + "; the first must be at least 0 and at most the second.");
        }
        pixels = Math.toIntExact(Tensor.size(patch));
        this.least = least;
        this.most = most;
    }

    @Override
    public void apply(float[] data, int start, int channels, float[] mask, int maskStart, ViewRandom random) {
        double deviation = random.uniform(least, most);
        int end = start + channels * pixels;
        for (int i = start; i < end; i += 2) {
            addPair(data, i, end, deviation, random);
        }
    }

    /** Two normal numbers from a point that is uniform in the unit disc (Marsaglia's polar method). */
    private static void addPair(float[] data, int i, int end, double deviation, ViewRandom random) {
        double x;
        double y;
        double squares;
        do {
            x = random.symmetric(1);
            y = random.symmetric(1);
            squares = x * x + y * y;
        } while (squares >= 1 || squares == 0);
        double factor = deviation * Math.sqrt(-2 * StrictMath.log(squares) / squares);
        data[i] += (float) (factor * x);
        if (i + 1 < end) {
            data[i + 1] += (float) (factor * y);
        }
    }
}
