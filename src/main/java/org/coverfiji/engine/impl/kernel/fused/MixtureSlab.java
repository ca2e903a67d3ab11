package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;

/**
 * The mixture of vectors of one pair on a slab of rows. The slab's k, with the rows around it that the window
 * reaches, is copied into an array whose rows are padded at both ends, so that every offset is one straight loop.
 */
final class MixtureSlab {

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
    private final int slabEnd;
    private final int regionStart;
    private final int regionEnd;
    private final int width;
    private final int padded;
    private final int offsets;
    private final float temperature;

    private final float[] q;
    private final float[] k;
    private final float[] weights;
    private final float[] maximum;
    private final float[] sum;

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
        slabEnd = Math.min(outer, start + thickness);
        regionStart = Math.max(0, start - amplitude);
        regionEnd = Math.min(outer, slabEnd + amplitude);
        width = grid.width;
        padded = width + 2 * amplitude;
        offsets = grid.dimensions() == 2 ? window * window : window * window * window;
        temperature = (float) (1 / Math.sqrt(features));
        q = Scratch.floats(0, features * width);
        k = Scratch.zeros(1, features * regionRows() * padded);
        weights = Scratch.floats(2, offsets * width);
        maximum = Scratch.floats(3, width);
        sum = Scratch.floats(4, width);
    }

    void forward(Floats out) {
        int components = grid.dimensions();
        int slabPixels = (slabEnd - slabStart) * inner * width;
        float[] vectors = Scratch.zeros(5, components * slabPixels);
        for (int head = 0; head < heads; head++) {
            loadKeys(head);
            for (int row = 0; row < (slabEnd - slabStart) * inner; row++) {
                loadRow(projections, head, row, q);
                mix(row);
                for (int offset = 0; offset < offsets; offset++) {
                    for (int component = 0; component < components; component++) {
                        float step = (float) step(offset, component) / heads;
                        int target = component * slabPixels + row * width;
                        if (step != 0) {
                            for (int x = 0; x < width; x++) {
                                vectors[target + x] += step * weights[offset * width + x];
                            }
                        }
                    }
                }
            }
        }
        for (int component = 0; component < components; component++) {
            out.put(fieldIndex(component), vectors, component * slabPixels, slabPixels);
        }
    }

    void backward(Floats gradient, Floats target) {
        int components = grid.dimensions();
        int slabPixels = (slabEnd - slabStart) * inner * width;
        float[] incoming = Scratch.floats(5, components * slabPixels);
        for (int component = 0; component < components; component++) {
            gradient.get(fieldIndex(component), incoming, component * slabPixels, slabPixels);
        }
        float[] qGradient = Scratch.floats(6, features * width);
        float[] slopes = Scratch.floats(7, offsets * width);
        float[] mean = Scratch.floats(8, width);
        for (int head = 0; head < heads; head++) {
            loadKeys(head);
            float[] kGradient = Scratch.zeros(9, features * regionRows() * padded);
            for (int row = 0; row < (slabEnd - slabStart) * inner; row++) {
                loadRow(projections, head, row, q);
                mix(row);
                slopes(incoming, slabPixels, row, slopes, mean);
                Arrays.fill(qGradient, 0, features * width, 0f);
                for (int offset = 0; offset < offsets; offset++) {
                    int keyRow = keyRow(row, offset);
                    if (keyRow >= 0) {
                        accumulate(slopes, offset, keyRow, qGradient, kGradient);
                    }
                }
                for (int feature = 0; feature < features; feature++) {
                    target.put(queryIndex(head, feature, row), qGradient, feature * width, width);
                }
            }
            addKeyGradient(target, head, kGradient);
        }
    }

    private int regionRows() {
        return (regionEnd - regionStart) * inner;
    }

    /** Offset along a component's axis, in pixels. */
    private int step(int offset, int component) {
        int power = 1;
        for (int axis = grid.dimensions() - 1; axis > component; axis--) {
            power *= window;
        }
        return offset / power % window - amplitude;
    }

    /** The row of the region that an offset leads to from a row of the slab, or −1 outside the image. */
    private int keyRow(int row, int offset) {
        if (grid.dimensions() == 2) {
            int y = slabStart + row + step(offset, 0);
            return y < 0 || y >= outer ? -1 : y - regionStart;
        }
        int z = slabStart + row / inner + step(offset, 0);
        int y = row % inner + step(offset, 1);
        return z < 0 || z >= outer || y < 0 || y >= inner ? -1 : (z - regionStart) * inner + y;
    }

    private int channel(int head, int feature) {
        return feature * heads + head;
    }

    private long keyIndex(int head, int feature) {
        return ((long) sample * grid.channels + channel(head, feature)) * grid.pixels()
                + (long) regionStart * inner * width;
    }

    private long queryIndex(int head, int feature, int row) {
        return ((long) (grid.batch + sample) * grid.channels + channel(head, feature)) * grid.pixels()
                + ((long) slabStart * inner + row) * width;
    }

    private long fieldIndex(int component) {
        return ((long) sample * grid.dimensions() + component) * grid.pixels() + (long) slabStart * inner * width;
    }

    private void loadKeys(int head) {
        for (int feature = 0; feature < features; feature++) {
            long from = keyIndex(head, feature);
            for (int row = 0; row < regionRows(); row++) {
                projections.get(from + (long) row * width, k, (feature * regionRows() + row) * padded + amplitude, width);
            }
        }
    }

    private void loadRow(Floats from, int head, int row, float[] target) {
        for (int feature = 0; feature < features; feature++) {
            from.get(queryIndex(head, feature, row), target, feature * width, width);
        }
    }

    /** Leaves α of one row and head in {@code weights}, [offset][x]. */
    private void mix(int row) {
        Arrays.fill(maximum, 0, width, Float.NEGATIVE_INFINITY);
        for (int offset = 0; offset < offsets; offset++) {
            logits(row, offset);
            int first = offset * width;
            for (int x = 0; x < width; x++) {
                maximum[x] = Math.max(maximum[x], weights[first + x]);
            }
        }
        Arrays.fill(sum, 0, width, 0f);
        for (int offset = 0; offset < offsets; offset++) {
            int first = offset * width;
            for (int x = 0; x < width; x++) {
                float value = FastExp.of(weights[first + x] - maximum[x]);
                weights[first + x] = value;
                sum[x] += value;
            }
        }
        for (int x = 0; x < width; x++) {
            sum[x] = 1 / sum[x];
        }
        for (int offset = 0; offset < offsets; offset++) {
            int first = offset * width;
            for (int x = 0; x < width; x++) {
                weights[first + x] *= sum[x];
            }
        }
    }

    private void logits(int row, int offset) {
        int first = offset * width;
        int keyRow = keyRow(row, offset);
        if (keyRow < 0) {
            Arrays.fill(weights, first, first + width, (float) MixtureOfVectors.OUTSIDE);
            return;
        }
        int shift = step(offset, grid.dimensions() - 1);
        Arrays.fill(weights, first, first + width, 0f);
        for (int feature = 0; feature < features; feature++) {
            int key = (feature * regionRows() + keyRow) * padded + amplitude + shift;
            int query = feature * width;
            for (int x = 0; x < width; x++) {
                weights[first + x] += q[query + x] * k[key + x];
            }
        }
        for (int x = 0; x < width; x++) {
            weights[first + x] *= temperature;
        }
        for (int x = 0; x < Math.min(width, -shift); x++) {
            weights[first + x] = (float) MixtureOfVectors.OUTSIDE;
        }
        for (int x = Math.max(0, width - shift); x < width; x++) {
            weights[first + x] = (float) MixtureOfVectors.OUTSIDE;
        }
    }

    /** dL/dlogit · temperature of one row and head: α · (dL/dα − Σ α · dL/dα). */
    private void slopes(float[] incoming, int slabPixels, int row, float[] slopes, float[] mean) {
        Arrays.fill(mean, 0, width, 0f);
        for (int offset = 0; offset < offsets; offset++) {
            int first = offset * width;
            Arrays.fill(slopes, first, first + width, 0f);
            for (int component = 0; component < grid.dimensions(); component++) {
                float step = (float) step(offset, component) / heads;
                int from = component * slabPixels + row * width;
                if (step != 0) {
                    for (int x = 0; x < width; x++) {
                        slopes[first + x] += step * incoming[from + x];
                    }
                }
            }
            for (int x = 0; x < width; x++) {
                mean[x] += weights[first + x] * slopes[first + x];
            }
        }
        for (int offset = 0; offset < offsets; offset++) {
            int first = offset * width;
            for (int x = 0; x < width; x++) {
                slopes[first + x] = temperature * weights[first + x] * (slopes[first + x] - mean[x]);
            }
        }
    }

    private void accumulate(float[] slopes, int offset, int keyRow, float[] qGradient, float[] kGradient) {
        int first = offset * width;
        int shift = step(offset, grid.dimensions() - 1);
        for (int feature = 0; feature < features; feature++) {
            int key = (feature * regionRows() + keyRow) * padded + amplitude + shift;
            int query = feature * width;
            for (int x = 0; x < width; x++) {
                qGradient[query + x] += slopes[first + x] * k[key + x];
            }
            for (int x = 0; x < width; x++) {
                kGradient[key + x] += slopes[first + x] * q[query + x];
            }
        }
    }

    private void addKeyGradient(Floats target, int head, float[] kGradient) {
        float[] rowValues = Scratch.floats(10, width);
        for (int feature = 0; feature < features; feature++) {
            long index = keyIndex(head, feature);
            for (int row = 0; row < regionRows(); row++) {
                int from = (feature * regionRows() + row) * padded + amplitude;
                target.get(index + (long) row * width, rowValues, 0, width);
                for (int x = 0; x < width; x++) {
                    rowValues[x] += kGradient[from + x];
                }
                target.put(index + (long) row * width, rowValues, 0, width);
            }
        }
    }
}
