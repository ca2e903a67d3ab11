package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;

/**
 * Some rows of a slab, for one head: their queries, and the weights α = softmax of the logits with which the window's
 * offsets are mixed.
 */
final class MixtureRun {

    /** Values in a run: loops so long that what surrounds their vector instructions hardly counts. */
    private static final int LENGTH = 512;

    private final Projections projections;
    private final Window window;
    private final Slab slab;
    /** 1 / √features, by which logits are multiplied. */
    private final float temperature;
    private final float[][] queries;
    private final float[][] weights;
    private final float[] inverseSum;
    private int firstRow;
    private int rows;

    MixtureRun(Projections projections, Window window, Slab slab) {
        this.projections = projections;
        this.window = window;
        this.slab = slab;
        temperature = (float) (1 / Math.sqrt(projections.features));
        queries = MixtureArray.QUERIES.rows(projections.features, longest(slab));
        weights = MixtureArray.WEIGHTS.rows(window.offsets, longest(slab));
        inverseSum = MixtureArray.INVERSE_SUM.floats(longest(slab));
    }

    /** Rows of the longest run: at least one, and more where rows are short. */
    private static int mostRows(Slab slab) {
        return Math.max(1, LENGTH / slab.rowLength);
    }

    /** Values of the longest run. */
    static int longest(Slab slab) {
        return mostRows(slab) * slab.rowLength;
    }

    /** Makes this the run that starts at a row of the slab, and reads its queries, times the temperature. */
    void start(int head, int row) {
        firstRow = row;
        rows = Math.min(mostRows(slab), slab.rows - row);
        Vectors.clear(queries, projections.features, length());
        for (int feature = 0; feature < projections.features; feature++) {
            read(projections.values, projections.queries(slab.pair, head, feature), queries[feature]);
            Vectors.scale(queries[feature], temperature, length());
        }
    }

    /** The row after the run's last. */
    int end() {
        return firstRow + rows;
    }

    int length() {
        return rows * slab.rowLength;
    }

    /** Where the run starts in an array of the slab's rows. */
    int startInSlab() {
        return firstRow * slab.rowLength;
    }

    /** @param plane index of the plane's first pixel */
    void read(Floats map, long plane, float[] values) {
        for (int i = 0; i < rows; i++) {
            map.get(plane + slab.inImage(firstRow + i), values, slab.inRows(i), projections.pairs.width);
        }
    }

    void write(float[] values, Floats map, long plane) {
        for (int i = 0; i < rows; i++) {
            map.put(plane + slab.inImage(firstRow + i), values, slab.inRows(i), projections.pairs.width);
        }
    }

    /** Computes the weights, as e^(logit − largest logit) and the inverse of their sum. */
    void mix(SlabKeys keys) {
        float[] maximum = MixtureArray.MAXIMUM.floats(length());
        Arrays.fill(maximum, 0, length(), Float.NEGATIVE_INFINITY);
        for (int offset = 0; offset < window.offsets; offset++) {
            keys.multiply(queries, slab.shifted(firstRow, offset), weights[offset], length());
            mask(weights[offset], offset);
            Vectors.takeLarger(weights[offset], maximum, length());
        }
        Vectors.clear(inverseSum, length());
        for (int offset = 0; offset < window.offsets; offset++) {
            FastExp.ofDifferences(weights[offset], maximum, length());
            Vectors.addScaled(weights[offset], 1, inverseSum, length());
        }
        invert(inverseSum, length());
    }

    /** Gives the logits of pixels that the offset leads out of the image the value that makes their weight 0. */
    private void mask(float[] logits, int offset) {
        int width = projections.pairs.width;
        int step = window.stepX(offset);
        for (int i = 0; i < rows; i++) {
            boolean inside = slab.staysInside(firstRow + i, offset);
            int first = inside ? Math.min(width, Math.max(0, -step)) : width;
            int end = Math.max(first, width - Math.max(0, step));
            int start = slab.inRows(i);
            Arrays.fill(logits, start, start + first, (float) MixtureOfVectors.OUTSIDE);
            Arrays.fill(logits, start + end, start + width, (float) MixtureOfVectors.OUTSIDE);
        }
    }

    /** vectors[axis] ← share · Σ α · step over the offsets. */
    void vectors(float share, float[][] vectors, int axes) {
        Vectors.clear(vectors, axes, length());
        for (int offset = 0; offset < window.offsets; offset++) {
            for (int axis = 0; axis < axes; axis++) {
                addStep(weights[offset], window.step(offset, axis), vectors[axis]);
            }
        }
        for (int axis = 0; axis < axes; axis++) {
            Vectors.multiply(vectors[axis], inverseSum, share, length());
        }
    }

    private void addStep(float[] values, float step, float[] total) {
        // 0 for many of a window's offsets.
        if (step != 0) {
            Vectors.addScaled(values, step, total, length());
        }
    }

    /**
     * slopes[offset] ← dL/dlogit = α · (dL/dα − Σ α · dL/dα).
     *
     * @param incoming dL/dvectors, [axis]
     * @param heads that share the vectors
     */
    void slopes(float[][] incoming, int axes, int heads, float[][] slopes) {
        float[] mean = MixtureArray.MEAN_SLOPE.floats(length());
        Vectors.clear(mean, length());
        for (int offset = 0; offset < window.offsets; offset++) {
            Vectors.clear(slopes[offset], length());
            for (int axis = 0; axis < axes; axis++) {
                addStep(incoming[axis], (float) window.step(offset, axis) / heads, slopes[offset]);
            }
            Vectors.addProducts(weights[offset], slopes[offset], mean, length());
        }
        Vectors.multiply(mean, inverseSum, 1, length());
        for (int offset = 0; offset < window.offsets; offset++) {
            centre(slopes[offset], mean, weights[offset], inverseSum, length());
        }
    }

    /** Adds to the gradients of the keys, and leaves those of the queries in {@code queryGradients}. */
    void addGradients(float[][] slopes, SlabKeys keys, float[][] queryGradients) {
        Vectors.clear(queryGradients, projections.features, length());
        for (int offset = 0; offset < window.offsets; offset++) {
            keys.addGradients(slopes[offset], queries, slab.shifted(firstRow, offset), queryGradients, length());
        }
        for (int feature = 0; feature < projections.features; feature++) {
            Vectors.scale(queryGradients[feature], temperature, length());
        }
    }

    private static void invert(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = 1 / values[i];
        }
    }

    private static void centre(float[] slopes, float[] mean, float[] weights, float[] inverse, int length) {
        for (int i = 0; i < length; i++) {
            slopes[i] = (slopes[i] - mean[i]) * weights[i] * inverse[i];
        }
    }
}
