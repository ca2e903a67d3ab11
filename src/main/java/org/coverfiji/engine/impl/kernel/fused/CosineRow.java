package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/** The cosines between two maps at one row of pixels, each over all channels, and their gradients. */
final class CosineRow {

    /**
     * As the published program: norms below it count as it. A feature that is so short has no direction to turn: it
     * gets no gradient, nor gives one, which would be divided by that norm.
     */
    private static final float SMALLEST_NORM = 1e-8f;

    /** The working arrays, each a slot of the thread's scratch memory. */
    private enum Slot { FIXED, MOVED, PRODUCT, FIXED_SQUARES, MOVED_SQUARES, ZEROS }

    private final Grid grid;
    private final int row;
    private final int width;
    /** [channel · width + x]. */
    private final float[] fixed;
    private final float[] moved;
    /** Per pixel; {@link #toGradients} turns these three into factors. */
    private final float[] product;
    private final float[] fixedSquares;
    private final float[] movedSquares;

    /**
     * @param grid of the moved map
     * @param row of pixels, counted through all samples
     * @param fixedMap [2N, C, …], of which the fixed views are the second half
     * @param movedMap [N, C, …]
     */
    CosineRow(Grid grid, int row, Floats fixedMap, Floats movedMap) {
        this.grid = grid;
        this.row = row;
        width = grid.width;
        fixed = Scratch.floats(Slot.FIXED.ordinal(), grid.channels * width);
        moved = Scratch.floats(Slot.MOVED.ordinal(), grid.channels * width);
        product = Scratch.zeros(Slot.PRODUCT.ordinal(), width);
        fixedSquares = Scratch.zeros(Slot.FIXED_SQUARES.ordinal(), width);
        movedSquares = Scratch.zeros(Slot.MOVED_SQUARES.ordinal(), width);
        for (int channel = 0; channel < grid.channels; channel++) {
            fixedMap.get(fixedIndex(channel), fixed, channel * width, width);
            movedMap.get(movedIndex(channel), moved, channel * width, width);
            addProducts(channel * width);
        }
    }

    private void addProducts(int start) {
        for (int x = 0; x < width; x++) {
            float f = fixed[start + x];
            float m = moved[start + x];
            product[x] += f * m;
            fixedSquares[x] += f * f;
            movedSquares[x] += m * m;
        }
    }

    private long movedIndex(int channel) {
        int sample = row / grid.rows();
        return ((long) (sample * grid.channels + channel) * grid.rows() + row % grid.rows()) * width;
    }

    private long fixedIndex(int channel) {
        return movedIndex(channel) + (long) grid.batch * grid.channels * grid.pixels();
    }

    private static float norm(float squares) {
        return Math.max((float) Math.sqrt(squares), SMALLEST_NORM);
    }

    private float cosine(int x) {
        return product[x] / (norm(fixedSquares[x]) * norm(movedSquares[x]));
    }

    /** @param weights of all pixels, [N, 1, …] */
    double weightedSum(float[] weights) {
        double sum = 0;
        for (int x = 0; x < width; x++) {
            sum += (double) weights[row * width + x] * cosine(x);
        }
        return sum;
    }

    /**
     * Replaces both maps' values by the gradients of factor · Σ weight · cosine: with F the fixed and M the moved one,
     * d cos / dF = M / (|F||M|) − cos · F / |F|², and the same with F and M exchanged.
     */
    void toGradients(float factor, float[] weights) {
        for (int x = 0; x < width; x++) {
            float fixedNorm = norm(fixedSquares[x]);
            float movedNorm = norm(movedSquares[x]);
            boolean directed = fixedNorm > SMALLEST_NORM && movedNorm > SMALLEST_NORM;
            float scale = directed ? factor * weights[row * width + x] : 0;
            float cosine = cosine(x);
            product[x] = scale / (fixedNorm * movedNorm);
            fixedSquares[x] = scale * cosine / (fixedNorm * fixedNorm);
            movedSquares[x] = scale * cosine / (movedNorm * movedNorm);
        }
        for (int channel = 0; channel < grid.channels; channel++) {
            int start = channel * width;
            for (int x = 0; x < width; x++) {
                float f = fixed[start + x];
                float m = moved[start + x];
                fixed[start + x] = product[x] * m - fixedSquares[x] * f;
                moved[start + x] = product[x] * f - movedSquares[x] * m;
            }
        }
    }

    /** Writes the gradients; the moving half of the fixed map's has no part in the cosines: zeros. */
    void write(Floats fixedGradient, Floats movedGradient) {
        float[] zeros = Scratch.zeros(Slot.ZEROS.ordinal(), width);
        for (int channel = 0; channel < grid.channels; channel++) {
            fixedGradient.put(fixedIndex(channel), fixed, channel * width, width);
            fixedGradient.put(movedIndex(channel), zeros, 0, width);
            movedGradient.put(movedIndex(channel), moved, channel * width, width);
        }
    }
}
