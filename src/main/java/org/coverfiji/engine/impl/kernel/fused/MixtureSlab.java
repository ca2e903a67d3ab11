package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;

/**
 * The mixture of vectors of one pair on a slab: some steps of the slowest axis. The slab's k, with the steps around
 * it that the window reaches, lie in arrays whose rows are padded at both ends, so that an offset is a shift along the
 * array. Rows are worked on several at a time where they are short.
 *
 * <p>Every feature and every offset has an array of its own, and k is copied to the place that an offset shifts it to,
 * so that loops vectorise, see {@link Vectors}.
 */
final class MixtureSlab {

    /** Values in a run of rows that keep loops long and all arrays in the processor's first cache. */
    private static final int RUN = 128;

    private final Grid grid;
    private final Floats projections;
    private final int heads;
    private final int features;
    private final int amplitude;
    private final int window;
    private final int sample;
    /** The slowest axis: z in 3D, y in 2D; each of its steps holds {@code inner} rows. */
    private final int outer;
    private final int inner;
    private final int slabStart;
    private final int slabRows;
    private final int regionStart;
    private final int regionRows;
    private final int width;
    private final int padded;
    /** Before and after the region's rows in an array of keys: what an offset across the inner rows reaches. */
    private final int margin;
    private final int offsets;
    private final float temperature;

    private final float[][] q;
    private final float[][] k;
    private final float[][] weights;
    private final float[] sum;
    private final float[] line;

    MixtureSlab(Grid grid, Floats projections, int heads, int amplitude, int sample, int start, int thickness) {
        this.grid = grid;
        this.projections = projections;
        this.heads = heads;
        this.amplitude = amplitude;
        this.sample = sample;
        features = grid.channels / heads;
        window = 2 * amplitude + 1;
        outer = grid.dimensions() == 2 ? grid.height : grid.depth;
        inner = grid.dimensions() == 2 ? 1 : grid.height;
        slabStart = start;
        slabRows = (Math.min(outer, start + thickness) - start) * inner;
        regionStart = start - amplitude;
        regionRows = slabRows + 2 * amplitude * inner;
        width = grid.width;
        padded = width + 2 * amplitude;
        margin = grid.dimensions() == 2 ? amplitude : amplitude * padded + amplitude;
        offsets = grid.dimensions() == 2 ? window * window : window * window * window;
        temperature = (float) (1 / Math.sqrt(features));
        int run = rowsAtOnce() * padded;
        q = Scratch.rows(0, features, run);
        k = Scratch.rows(1, features, keyLength());
        weights = Scratch.rows(2, offsets, run);
        sum = Scratch.floats(0, run);
        line = Scratch.floats(1, run);
    }

    private int rowsAtOnce() {
        return Math.max(1, RUN / padded);
    }

    private int keyLength() {
        return regionRows * padded + 2 * margin;
    }

    void forward(Floats out) {
        int components = grid.dimensions();
        float[][] total = Scratch.rows(3, components, slabRows * padded);
        clear(total, components, slabRows * padded);
        float[][] vectors = Scratch.rows(4, components, rowsAtOnce() * padded);
        for (int head = 0; head < heads; head++) {
            loadKeys(head);
            for (int row = 0; row < slabRows; row += rowsAtOnce()) {
                int rows = Math.min(rowsAtOnce(), slabRows - row);
                int length = rows * padded;
                loadQueries(head, row, rows);
                mix(row, rows);
                clear(vectors, components, length);
                for (int offset = 0; offset < offsets; offset++) {
                    for (int component = 0; component < components; component++) {
                        addScaled(weights[offset], step(offset, component), vectors[component], length);
                    }
                }
                for (int component = 0; component < components; component++) {
                    multiply(vectors[component], sum, 1f / heads, length);
                    System.arraycopy(total[component], row * padded, line, 0, length);
                    addScaled(vectors[component], 1, line, length);
                    System.arraycopy(line, 0, total[component], row * padded, length);
                }
            }
        }
        for (int component = 0; component < components; component++) {
            for (int row = 0; row < slabRows; row++) {
                out.put(fieldIndex(component, row), total[component], row * padded + amplitude, width);
            }
        }
    }

    /** The order of slabs must be such that no other writes to the rows around this one meanwhile. */
    void backward(Floats gradient, Floats target) {
        int components = grid.dimensions();
        int run = rowsAtOnce() * padded;
        float[][] incoming = Scratch.rows(3, components, run);
        float[][] slopes = Scratch.rows(4, offsets, run);
        float[][] qGradient = Scratch.rows(5, features, run);
        float[][] kGradient = Scratch.rows(6, features, keyLength());
        for (int head = 0; head < heads; head++) {
            loadKeys(head);
            clear(kGradient, features, keyLength());
            for (int row = 0; row < slabRows; row += rowsAtOnce()) {
                int rows = Math.min(rowsAtOnce(), slabRows - row);
                int length = rows * padded;
                loadQueries(head, row, rows);
                mix(row, rows);
                clear(incoming, components, length);
                for (int component = 0; component < components; component++) {
                    for (int i = 0; i < rows; i++) {
                        gradient.get(fieldIndex(component, row + i), incoming[component], i * padded + amplitude, width);
                    }
                }
                slopes(incoming, slopes, length);
                clear(qGradient, features, length);
                for (int offset = 0; offset < offsets; offset++) {
                    accumulate(slopes[offset], keyStart(row, offset), qGradient, kGradient, length);
                }
                for (int feature = 0; feature < features; feature++) {
                    scale(qGradient[feature], temperature, length);
                    for (int i = 0; i < rows; i++) {
                        target.put(queryIndex(head, feature, row + i), qGradient[feature], i * padded + amplitude, width);
                    }
                }
            }
            addKeyGradient(target, head, kGradient);
        }
    }

    /** Offset along a component's axis, in pixels. */
    private int step(int offset, int component) {
        int power = 1;
        for (int axis = grid.dimensions() - 1; axis > component; axis--) {
            power *= window;
        }
        return offset / power % window - amplitude;
    }

    /** Where the keys of a run that starts at a row of the slab begin for an offset. */
    private int keyStart(int row, int offset) {
        int rows = step(offset, 0) * inner + (grid.dimensions() == 2 ? 0 : step(offset, 1));
        return margin + (row + amplitude * inner + rows) * padded + step(offset, grid.dimensions() - 1);
    }

    /** Whether an offset from a row of the slab leads to a row of the image. */
    private boolean inside(int row, int offset) {
        int step = slabStart + row / inner + step(offset, 0);
        if (grid.dimensions() == 2) {
            return step >= 0 && step < outer;
        }
        int y = row % inner + step(offset, 1);
        return step >= 0 && step < outer && y >= 0 && y < inner;
    }

    private long keyIndex(int head, int feature, int row) {
        int channel = feature * heads + head;
        return ((long) sample * grid.channels + channel) * grid.pixels() + ((long) regionStart * inner + row) * width;
    }

    private long queryIndex(int head, int feature, int row) {
        int channel = feature * heads + head;
        return ((long) (grid.batch + sample) * grid.channels + channel) * grid.pixels()
                + ((long) slabStart * inner + row) * width;
    }

    private long fieldIndex(int component, int row) {
        return ((long) sample * grid.dimensions() + component) * grid.pixels() + ((long) slabStart * inner + row) * width;
    }

    /** Whether a row of the region is one of the image. */
    private boolean exists(int regionRow) {
        int step = regionStart + regionRow / inner;
        return step >= 0 && step < outer;
    }

    private void loadKeys(int head) {
        clear(k, features, keyLength());
        for (int feature = 0; feature < features; feature++) {
            for (int row = 0; row < regionRows; row++) {
                if (exists(row)) {
                    projections.get(keyIndex(head, feature, row), k[feature], margin + row * padded + amplitude, width);
                }
            }
        }
    }

    /** Times the temperature, with zeros between the rows. */
    private void loadQueries(int head, int row, int rows) {
        clear(q, features, rows * padded);
        for (int feature = 0; feature < features; feature++) {
            for (int i = 0; i < rows; i++) {
                projections.get(queryIndex(head, feature, row + i), q[feature], i * padded + amplitude, width);
            }
            scale(q[feature], temperature, rows * padded);
        }
    }

    /** Leaves, for a run of rows, α without its denominator in {@code weights} and 1 / denominator in {@code sum}. */
    private void mix(int row, int rows) {
        int length = rows * padded;
        float[] maximum = Scratch.floats(2, length);
        Arrays.fill(maximum, 0, length, Float.NEGATIVE_INFINITY);
        for (int offset = 0; offset < offsets; offset++) {
            logits(row, rows, offset);
            Vectors.takeLarger(weights[offset], maximum, length);
        }
        Arrays.fill(sum, 0, length, 0f);
        for (int offset = 0; offset < offsets; offset++) {
            FastExp.ofDifferences(weights[offset], maximum, length);
            addScaled(weights[offset], 1, sum, length);
        }
        for (int i = 0; i < length; i++) {
            sum[i] = 1 / sum[i];
        }
    }

    private void logits(int row, int rows, int offset) {
        int length = rows * padded;
        int start = keyStart(row, offset);
        float[] logit = weights[offset];
        float[] keys = line;
        float[] otherKeys = Scratch.floats(3, length);
        Arrays.fill(logit, 0, length, 0f);
        int feature = 0;
        for (; feature + 1 < features; feature += 2) {
            System.arraycopy(k[feature], start, keys, 0, length);
            System.arraycopy(k[feature + 1], start, otherKeys, 0, length);
            addTwoProducts(q[feature], keys, q[feature + 1], otherKeys, logit, length);
        }
        if (feature < features) {
            System.arraycopy(k[feature], start, keys, 0, length);
            Vectors.addProducts(q[feature], keys, logit, length);
        }
        int shift = step(offset, grid.dimensions() - 1);
        for (int i = 0; i < rows; i++) {
            int first = i * padded + amplitude;
            int from = inside(row + i, offset) ? Math.min(width, Math.max(0, -shift)) : width;
            int to = Math.max(from, width - Math.max(0, shift));
            Arrays.fill(logit, first, first + from, (float) MixtureOfVectors.OUTSIDE);
            Arrays.fill(logit, first + to, first + width, (float) MixtureOfVectors.OUTSIDE);
        }
    }

    /** dL/dlogit of a run and head: α · (dL/dα − Σ α · dL/dα). */
    private void slopes(float[][] incoming, float[][] slopes, int length) {
        float[] mean = Scratch.zeros(2, length);
        for (int offset = 0; offset < offsets; offset++) {
            Arrays.fill(slopes[offset], 0, length, 0f);
            for (int component = 0; component < grid.dimensions(); component++) {
                addScaled(incoming[component], (float) step(offset, component) / heads, slopes[offset], length);
            }
            Vectors.addProducts(weights[offset], slopes[offset], mean, length);
        }
        multiply(mean, sum, 1, length);
        for (int offset = 0; offset < offsets; offset++) {
            centre(slopes[offset], mean, weights[offset], sum, length);
        }
    }

    private void accumulate(float[] slopes, int start, float[][] qGradient, float[][] kGradient, int length) {
        float[] keys = line;
        float[] keyGradient = Scratch.floats(3, length);
        for (int feature = 0; feature < features; feature++) {
            System.arraycopy(k[feature], start, keys, 0, length);
            System.arraycopy(kGradient[feature], start, keyGradient, 0, length);
            addBoth(slopes, keys, q[feature], qGradient[feature], keyGradient, length);
            System.arraycopy(keyGradient, 0, kGradient[feature], start, length);
        }
    }

    private void addKeyGradient(Floats target, int head, float[][] kGradient) {
        float[] rowValues = Scratch.floats(2, width);
        for (int feature = 0; feature < features; feature++) {
            for (int row = 0; row < regionRows; row++) {
                if (exists(row)) {
                    int from = margin + row * padded + amplitude;
                    target.get(keyIndex(head, feature, row), rowValues, 0, width);
                    for (int x = 0; x < width; x++) {
                        rowValues[x] += kGradient[feature][from + x];
                    }
                    target.put(keyIndex(head, feature, row), rowValues, 0, width);
                }
            }
        }
    }

    private static void clear(float[][] arrays, int count, int length) {
        for (int i = 0; i < count; i++) {
            Arrays.fill(arrays[i], 0, length, 0f);
        }
    }

    private static void scale(float[] values, float factor, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factor;
        }
    }

    private static void multiply(float[] values, float[] factors, float factor, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factor * factors[i];
        }
    }

    private static void addScaled(float[] values, float factor, float[] total, int length) {
        // The steps of a window are 0 for many of its offsets.
        if (factor != 0) {
            Vectors.addScaled(values, factor, total, length);
        }
    }

    private static void addTwoProducts(float[] x, float[] y, float[] otherX, float[] otherY, float[] total, int length) {
        for (int i = 0; i < length; i++) {
            total[i] += x[i] * y[i] + otherX[i] * otherY[i];
        }
    }

    private static void centre(float[] slopes, float[] mean, float[] weights, float[] inverse, int length) {
        for (int i = 0; i < length; i++) {
            slopes[i] = (slopes[i] - mean[i]) * weights[i] * inverse[i];
        }
    }

    private static void addBoth(float[] slopes, float[] keys, float[] queries, float[] qGradient, float[] kGradient,
            int length) {
        for (int i = 0; i < length; i++) {
            qGradient[i] += slopes[i] * keys[i];
            kGradient[i] += slopes[i] * queries[i];
        }
    }
}
