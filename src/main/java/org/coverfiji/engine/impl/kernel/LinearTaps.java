package org.coverfiji.engine.impl.kernel;

/**
 * Which two inputs make each output of linear interpolation ×2 along one axis:
 * in[low] + fraction · (in[high] − in[low]).
 */
public final class LinearTaps {

    public final int[] low;
    public final int[] high;
    public final float[] fraction;
    private final int inputs;

    /**
     * @param inputs samples along the axis
     * @param alignCorners true: first and last sample stay in place; false: half-pixel centres, borders repeated
     */
    public LinearTaps(int inputs, boolean alignCorners) {
        this.inputs = inputs;
        low = new int[2 * inputs];
        high = new int[2 * inputs];
        fraction = new float[2 * inputs];
        for (int o = 0; o < 2 * inputs; o++) {
            double position = alignCorners
                    ? o * (inputs - 1.0) / (2.0 * inputs - 1)
                    : Math.max(0, (o + 0.5) / 2 - 0.5);
            low[o] = Math.min((int) position, inputs - 1);
            high[o] = Math.min(low[o] + 1, inputs - 1);
            fraction[o] = (float) (position - low[o]);
        }
    }

    public int inputs() {
        return inputs;
    }
}
