package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;

/**
 * Where p + f(p) falls for every pixel of a batch: the corner below it on every axis, and the fractions above that
 * corner. Corners outside the image count as 0.
 */
final class SamplePositions {

    /** The corner of a position that touches no pixel; far enough from 0 that its neighbour is outside too. */
    private static final int NOWHERE = Integer.MIN_VALUE / 2;

    private Grid grid;
    private int[] cornerZ = new int[0];
    private int[] cornerY = new int[0];
    private int[] cornerX = new int[0];
    private float[] fractionZ = new float[0];
    private float[] fractionY = new float[0];
    private float[] fractionX = new float[0];

    /** @param flow [N, 2 or 3, (D,) H, W] */
    void prepare(Grid newGrid, Floats flow) {
        grid = newGrid;
        int pixels = grid.pixels();
        int count = grid.batch * pixels;
        if (cornerX.length < count) {
            cornerZ = new int[count];
            cornerY = new int[count];
            cornerX = new int[count];
            fractionZ = new float[count];
            fractionY = new float[count];
            fractionX = new float[count];
        }
        int components = grid.dimensions();
        int rows = grid.depth * grid.height;
        Parallel.run(grid.batch * rows, task -> {
            int sample = task / rows;
            int row = task % rows;
            float[] displacement = Scratch.floats(0, grid.width);
            int first = sample * pixels + row * grid.width;
            for (int component = 0; component < components; component++) {
                flow.get(((long) (sample * components + component) * rows + row) * grid.width, displacement, 0,
                        grid.width);
                int axis = component + 3 - components;
                if (axis == 0) {
                    split(displacement, row / grid.height, 0, grid.depth, cornerZ, fractionZ, first);
                } else if (axis == 1) {
                    split(displacement, row % grid.height, 0, grid.height, cornerY, fractionY, first);
                } else {
                    split(displacement, 0, 1, grid.width, cornerX, fractionX, first);
                }
            }
        });
    }

    private void split(float[] displacement, int start, int step, int extent, int[] corners, float[] fractions,
            int first) {
        for (int x = 0; x < grid.width; x++) {
            float position = start + step * x + displacement[x];
            // Also false for NaN.
            boolean near = position > -1 && position < extent;
            int corner = near ? (int) (position + 1) - 1 : NOWHERE;
            corners[first + x] = corner;
            fractions[first + x] = near ? position - corner : 0;
        }
    }

    /** The interpolated value at the position of pixel {@code i} of the batch. */
    float sample(float[] plane, int i) {
        return grid.dimensions() == 2
                ? sampleSlice(plane, 0, i)
                : (1 - fractionZ[i]) * sampleSlice(plane, cornerZ[i], i) + fractionZ[i] * sampleSlice(plane, cornerZ[i] + 1, i);
    }

    private float sampleSlice(float[] plane, int z, int i) {
        if (z < 0 || z >= grid.depth) {
            return 0;
        }
        int y = cornerY[i];
        int x = cornerX[i];
        float fy = fractionY[i];
        float fx = fractionX[i];
        int base = (z * grid.height + y) * grid.width + x;
        if (y >= 0 && y < grid.height - 1 && x >= 0 && x < grid.width - 1) {
            float low = plane[base] + fx * (plane[base + 1] - plane[base]);
            float high = plane[base + grid.width] + fx * (plane[base + grid.width + 1] - plane[base + grid.width]);
            return low + fy * (high - low);
        }
        return (1 - fy) * ((1 - fx) * at(plane, z, y, x) + fx * at(plane, z, y, x + 1))
                + fy * ((1 - fx) * at(plane, z, y + 1, x) + fx * at(plane, z, y + 1, x + 1));
    }

    private float at(float[] plane, int z, int y, int x) {
        return inside(z, y, x) ? plane[(z * grid.height + y) * grid.width + x] : 0;
    }

    private boolean inside(int z, int y, int x) {
        return z >= 0 && z < grid.depth && y >= 0 && y < grid.height && x >= 0 && x < grid.width;
    }

    /** The transpose of {@link #sample}: adds the gradient to the corners. */
    void scatter(float gradient, float[] plane, int i) {
        if (grid.dimensions() == 2) {
            scatterSlice(gradient, plane, 0, i);
        } else {
            scatterSlice((1 - fractionZ[i]) * gradient, plane, cornerZ[i], i);
            scatterSlice(fractionZ[i] * gradient, plane, cornerZ[i] + 1, i);
        }
    }

    private void scatterSlice(float gradient, float[] plane, int z, int i) {
        if (z < 0 || z >= grid.depth) {
            return;
        }
        int y = cornerY[i];
        int x = cornerX[i];
        float high = fractionY[i] * gradient;
        float low = gradient - high;
        float fx = fractionX[i];
        add(plane, z, y, x, (1 - fx) * low);
        add(plane, z, y, x + 1, fx * low);
        add(plane, z, y + 1, x, (1 - fx) * high);
        add(plane, z, y + 1, x + 1, fx * high);
    }

    private void add(float[] plane, int z, int y, int x, float value) {
        if (inside(z, y, x)) {
            plane[(z * grid.height + y) * grid.width + x] += value;
        }
    }

    /** Adds gradient · d sample / d position, axis by axis, to {@code target} (components one image apart). */
    void addSlope(float[] plane, float gradient, int i, float[] target, int index) {
        int pixels = grid.pixels();
        if (grid.dimensions() == 2) {
            target[index] += gradient * slopeY(plane, 0, i);
            target[index + pixels] += gradient * slopeX(plane, 0, i);
            return;
        }
        int z = cornerZ[i];
        float fz = fractionZ[i];
        target[index] += gradient * (sampleSlice(plane, z + 1, i) - sampleSlice(plane, z, i));
        target[index + pixels] += gradient * ((1 - fz) * slopeY(plane, z, i) + fz * slopeY(plane, z + 1, i));
        target[index + 2 * pixels] += gradient * ((1 - fz) * slopeX(plane, z, i) + fz * slopeX(plane, z + 1, i));
    }

    private float slopeY(float[] plane, int z, int i) {
        int y = cornerY[i];
        int x = cornerX[i];
        float fx = fractionX[i];
        return (1 - fx) * (at(plane, z, y + 1, x) - at(plane, z, y, x))
                + fx * (at(plane, z, y + 1, x + 1) - at(plane, z, y, x + 1));
    }

    private float slopeX(float[] plane, int z, int i) {
        int y = cornerY[i];
        int x = cornerX[i];
        float fy = fractionY[i];
        return (1 - fy) * (at(plane, z, y, x + 1) - at(plane, z, y, x))
                + fy * (at(plane, z, y + 1, x + 1) - at(plane, z, y + 1, x));
    }
}
