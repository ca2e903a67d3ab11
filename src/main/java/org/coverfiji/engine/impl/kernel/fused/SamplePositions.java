package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Where p + f(p) falls for every pixel of a batch: the corner below it, and the fractions above that corner on every
 * axis. Planes are sampled with a rim of zeros of one pixel around them, so that no corner needs a look at the border;
 * a position that touches no pixel has a corner of the rim and fractions 0, where all values and slopes are 0.
 */
final class SamplePositions {

    private Grid grid;
    private int rimWidth;
    private int rimSlice;
    /** For planes in which the channels of a block lie together. */
    private BlockSampler blocks;
    /** Index of the lowest corner in a plane with its rim. */
    private int[] corner = new int[0];
    private float[] fractionZ = new float[0];
    private float[] fractionY = new float[0];
    private float[] fractionX = new float[0];

    /** @param flow [N, 2 or 3, (D,) H, W] */
    void prepare(Grid newGrid, Floats flow) {
        grid = newGrid;
        rimWidth = grid.width + 2;
        rimSlice = rimWidth * (grid.height + 2);
        blocks = new BlockSampler(grid.block, rimWidth, rimSlice);
        int pixels = grid.pixels();
        int count = grid.batch * pixels;
        if (corner.length < count) {
            corner = new int[count];
            fractionZ = new float[count];
            fractionY = new float[count];
            fractionX = new float[count];
        }
        int components = grid.dimensions();
        int rows = grid.rows();
        Parallel.run(grid.batch * rows, task -> {
            int row = task % rows;
            float[][] displacements = Scratch.rows(0, components, grid.width);
            for (int component = 0; component < components; component++) {
                int plane = task / rows * components + component;
                flow.get(((long) plane * rows + row) * grid.width, displacements[component], 0, grid.width);
            }
            for (int x = 0; x < grid.width; x++) {
                int i = task * grid.width + x;
                float px = x + displacements[components - 1][x];
                float py = row % grid.height + displacements[components - 2][x];
                float pz = components == 3 ? row / grid.height + displacements[0][x] : 0;
                locate(i, pz, py, px);
            }
        });
    }

    private void locate(int i, float z, float y, float x) {
        // Also false for NaN.
        boolean near = z > -1 && z < grid.depth && y > -1 && y < grid.height && x > -1 && x < grid.width;
        // The rim shifts everything by one pixel, so that rounding down is rounding towards 0.
        int cz = near ? Math.min((int) (z + 1), grid.depth) : 0;
        int cy = near ? Math.min((int) (y + 1), grid.height) : 0;
        int cx = near ? Math.min((int) (x + 1), grid.width) : 0;
        corner[i] = (grid.dimensions() == 2 ? 0 : cz * rimSlice) + cy * rimWidth + cx;
        fractionZ[i] = near ? z - (cz - 1) : 0;
        fractionY[i] = near ? y - (cy - 1) : 0;
        fractionX[i] = near ? x - (cx - 1) : 0;
    }

    /** Values of a plane with its rim. */
    int rimLength() {
        return grid.block * (grid.dimensions() == 2 ? rimSlice : rimSlice * (grid.depth + 2));
    }

    /** Where a row of the plane starts inside the rim; rows count through all slices. */
    private int rimIndex(int row) {
        int slice = grid.dimensions() == 2 ? 0 : row / grid.height + 1;
        return grid.block * (slice * rimSlice + (row % grid.height + 1) * rimWidth + 1);
    }

    /** @param plane {@link #rimLength()} zeros */
    void read(Floats from, long index, float[] plane) {
        for (int row = 0; row < grid.rows(); row++) {
            from.get(index + (long) row * grid.rowLength(), plane, rimIndex(row), grid.rowLength());
        }
    }

    void write(float[] plane, Floats to, long index) {
        for (int row = 0; row < grid.rows(); row++) {
            to.put(index + (long) row * grid.rowLength(), plane, rimIndex(row), grid.rowLength());
        }
    }

    /** The interpolated values at the positions of a sample. */
    void sample(int sample, float[] plane, float[] result) {
        int first = sample * grid.pixels();
        if (grid.block > 1) {
            sampleBlocks(first, plane, result);
        } else if (grid.dimensions() == 2) {
            for (int i = 0; i < grid.pixels(); i++) {
                result[i] = bilinear(plane, corner[first + i], fractionY[first + i], fractionX[first + i]);
            }
        } else {
            for (int i = 0; i < grid.pixels(); i++) {
                int c = corner[first + i];
                float fy = fractionY[first + i];
                float fx = fractionX[first + i];
                float low = bilinear(plane, c, fy, fx);
                result[i] = low + fractionZ[first + i] * (bilinear(plane, c + rimSlice, fy, fx) - low);
            }
        }
    }

    private void sampleBlocks(int first, float[] plane, float[] result) {
        for (int i = 0; i < grid.pixels(); i++) {
            if (grid.dimensions() == 2) {
                blocks.sample(plane, corner[first + i], fractionY[first + i], fractionX[first + i], result, i);
            } else {
                blocks.sample(plane, corner[first + i], fractionZ[first + i], fractionY[first + i],
                        fractionX[first + i], result, i);
            }
        }
    }

    private float bilinear(float[] plane, int c, float fy, float fx) {
        float low = plane[c] + fx * (plane[c + 1] - plane[c]);
        int d = c + rimWidth;
        float high = plane[d] + fx * (plane[d + 1] - plane[d]);
        return low + fy * (high - low);
    }

    /** The transpose of {@link #sample}: adds the gradients of a sample to the corners in {@code plane}. */
    void scatter(int sample, float[] gradients, float[] plane) {
        int first = sample * grid.pixels();
        if (grid.block > 1) {
            scatterBlocks(first, gradients, plane);
        } else if (grid.dimensions() == 2) {
            for (int i = 0; i < grid.pixels(); i++) {
                spread(gradients[i], plane, corner[first + i], fractionY[first + i], fractionX[first + i]);
            }
        } else {
            for (int i = 0; i < grid.pixels(); i++) {
                int c = corner[first + i];
                float fy = fractionY[first + i];
                float fx = fractionX[first + i];
                float high = fractionZ[first + i] * gradients[i];
                spread(gradients[i] - high, plane, c, fy, fx);
                spread(high, plane, c + rimSlice, fy, fx);
            }
        }
    }

    private void scatterBlocks(int first, float[] gradients, float[] plane) {
        for (int i = 0; i < grid.pixels(); i++) {
            if (grid.dimensions() == 2) {
                blocks.spread(gradients, i, plane, corner[first + i], fractionY[first + i], fractionX[first + i]);
            } else {
                blocks.spread(gradients, i, plane, corner[first + i], fractionZ[first + i], fractionY[first + i],
                        fractionX[first + i]);
            }
        }
    }

    private void spread(float gradient, float[] plane, int c, float fy, float fx) {
        float high = fy * gradient;
        float low = gradient - high;
        float right = fx * low;
        plane[c] += low - right;
        plane[c + 1] += right;
        int d = c + rimWidth;
        right = fx * high;
        plane[d] += high - right;
        plane[d + 1] += right;
    }

    /** Adds gradient · d sample / d position, axis by axis, to {@code target} (components one image apart). */
    void addSlopes(int sample, float[] plane, float[] gradients, float[] target, int index) {
        int first = sample * grid.pixels();
        int pixels = grid.pixels();
        if (grid.block > 1) {
            addSlopesOfBlocks(first, plane, gradients, target, index);
        } else if (grid.dimensions() == 2) {
            for (int i = 0; i < pixels; i++) {
                int c = corner[first + i];
                target[index + i] += gradients[i] * slopeY(plane, c, fractionX[first + i]);
                target[index + pixels + i] += gradients[i] * slopeX(plane, c, fractionY[first + i]);
            }
        } else {
            for (int i = 0; i < pixels; i++) {
                int c = corner[first + i];
                int d = c + rimSlice;
                float fz = fractionZ[first + i];
                float fy = fractionY[first + i];
                float fx = fractionX[first + i];
                float g = gradients[i];
                target[index + i] += g * (bilinear(plane, d, fy, fx) - bilinear(plane, c, fy, fx));
                target[index + pixels + i] += g * ((1 - fz) * slopeY(plane, c, fx) + fz * slopeY(plane, d, fx));
                target[index + 2 * pixels + i] += g * ((1 - fz) * slopeX(plane, c, fy) + fz * slopeX(plane, d, fy));
            }
        }
    }

    private void addSlopesOfBlocks(int first, float[] plane, float[] gradients, float[] target, int index) {
        int pixels = grid.pixels();
        float[] slopes = new float[grid.dimensions()];
        for (int i = 0; i < pixels; i++) {
            if (grid.dimensions() == 2) {
                blocks.slopes(plane, corner[first + i], fractionY[first + i], fractionX[first + i], gradients, i,
                        slopes);
            } else {
                blocks.slopes(plane, corner[first + i], fractionZ[first + i], fractionY[first + i],
                        fractionX[first + i], gradients, i, slopes);
            }
            for (int axis = 0; axis < slopes.length; axis++) {
                target[index + axis * pixels + i] += slopes[axis];
            }
        }
    }

    private float slopeY(float[] plane, int c, float fx) {
        int d = c + rimWidth;
        float left = plane[d] - plane[c];
        return left + fx * (plane[d + 1] - plane[c + 1] - left);
    }

    private float slopeX(float[] plane, int c, float fy) {
        int d = c + rimWidth;
        float upper = plane[c + 1] - plane[c];
        return upper + fy * (plane[d + 1] - plane[d] - upper);
    }
}
