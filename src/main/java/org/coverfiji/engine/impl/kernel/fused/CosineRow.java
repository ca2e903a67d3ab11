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
    /** Plane by plane, each a row of pixels of one or of a block of channels. */
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
        for (int plane = 0; plane < grid.planes(); plane++) {
            int start = plane * grid.rowLength();
            fixedMap.get(fixedIndex(plane), fixed, start, grid.rowLength());
            movedMap.get(movedIndex(plane), moved, start, grid.rowLength());
            if (grid.block == 1) {
                addProducts(start);
            } else {
                addProductsOfBlocks(start);
            }
        }
    }

    private void addProductsOfBlocks(int start) {
        for (int x = 0; x < width; x++) {
            float sum = 0;
            float fixedSum = 0;
            float movedSum = 0;
            for (int i = start + x * grid.block; i < start + (x + 1) * grid.block; i++) {
                sum += fixed[i] * moved[i];
                fixedSum += fixed[i] * fixed[i];
                movedSum += moved[i] * moved[i];
            }
            product[x] += sum;
            fixedSquares[x] += fixedSum;
            movedSquares[x] += movedSum;
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

    private long movedIndex(int plane) {
        int sample = row / grid.rows();
        return ((long) (sample * grid.planes() + plane) * grid.rows() + row % grid.rows()) * grid.rowLength();
    }

    private long fixedIndex(int plane) {
        return movedIndex(plane) + (long) grid.batch * grid.channels * grid.pixels();
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
        for (int plane = 0; plane < grid.planes(); plane++) {
            if (grid.block == 1) {
                combine(plane * width);
            } else {
                combineBlocks(plane * grid.rowLength());
            }
        }
    }

    private void combine(int start) {
        for (int x = 0; x < width; x++) {
            float f = fixed[start + x];
            float m = moved[start + x];
            fixed[start + x] = product[x] * m - fixedSquares[x] * f;
            moved[start + x] = product[x] * f - movedSquares[x] * m;
        }
    }

    private void combineBlocks(int start) {
        for (int x = 0; x < width; x++) {
            for (int i = start + x * grid.block; i < start + (x + 1) * grid.block; i++) {
                float f = fixed[i];
                float m = moved[i];
                fixed[i] = product[x] * m - fixedSquares[x] * f;
                moved[i] = product[x] * f - movedSquares[x] * m;
            }
        }
    }

    /** Writes the gradients; the moving half of the fixed map's has no part in the cosines: zeros. */
    void write(Floats fixedGradient, Floats movedGradient) {
        int length = grid.rowLength();
        float[] zeros = Scratch.zeros(Slot.ZEROS.ordinal(), length);
        for (int plane = 0; plane < grid.planes(); plane++) {
            fixedGradient.put(fixedIndex(plane), fixed, plane * length, length);
            fixedGradient.put(movedIndex(plane), zeros, 0, length);
            movedGradient.put(movedIndex(plane), moved, plane * length, length);
        }
    }
}
