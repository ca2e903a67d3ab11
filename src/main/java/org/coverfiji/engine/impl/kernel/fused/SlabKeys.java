package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;

/** The keys of one head in the region of a slab and, in the backward pass, their gradients. */
final class SlabKeys {

    private final Slab slab;
    private final Projections projections;
    private final float[][] keys;
    private final float[] shifted;
    private final float[] alsoShifted;
    /** Null in the forward pass. */
    private float[][] gradients;

    SlabKeys(Projections projections, Slab slab, int runLength) {
        this.slab = slab;
        this.projections = projections;
        keys = MixtureArray.KEYS.rows(projections.features, slab.keyLength());
        shifted = MixtureArray.SHIFTED.floats(runLength);
        alsoShifted = MixtureArray.ALSO_SHIFTED.floats(runLength);
    }

    void load(int head) {
        Vectors.clear(keys, projections.features, slab.keyLength());
        for (int feature = 0; feature < projections.features; feature++) {
            long plane = projections.keys(slab.pair, head, feature);
            for (int row = 0; row < slab.regionRows; row++) {
                if (slab.hasRegionRow(row)) {
                    projections.values.get(plane + slab.regionInImage(row), keys[feature], slab.inKeys(row),
                            projections.pairs.width);
                }
            }
        }
    }

    void clearGradients() {
        gradients = MixtureArray.KEY_GRADIENTS.rows(projections.features, slab.keyLength());
        Vectors.clear(gradients, projections.features, slab.keyLength());
    }

    /**
     * logits ← queries · keys, summed over features, two at a time: that halves how often the sum is read and written.
     *
     * @param start where the keys of the run begin for the offset in question
     */
    void multiply(float[][] queries, int start, float[] logits, int length) {
        Vectors.clear(logits, length);
        int feature = 0;
        for (; feature + 1 < projections.features; feature += 2) {
            System.arraycopy(keys[feature], start, shifted, 0, length);
            System.arraycopy(keys[feature + 1], start, alsoShifted, 0, length);
            addTwoProducts(queries[feature], shifted, queries[feature + 1], alsoShifted, logits, length);
        }
        if (feature < projections.features) {
            System.arraycopy(keys[feature], start, shifted, 0, length);
            Vectors.addProducts(queries[feature], shifted, logits, length);
        }
    }

    private static void addTwoProducts(float[] x, float[] y, float[] otherX, float[] otherY, float[] total,
            int length) {
        for (int i = 0; i < length; i++) {
            total[i] += x[i] * y[i] + otherX[i] * otherY[i];
        }
    }

    /** The transpose of {@link #multiply}: adds to the gradients of the queries, and here to those of the keys. */
    void addGradients(float[] slopes, float[][] queries, int start, float[][] queryGradients, int length) {
        for (int feature = 0; feature < projections.features; feature++) {
            System.arraycopy(keys[feature], start, shifted, 0, length);
            System.arraycopy(gradients[feature], start, alsoShifted, 0, length);
            addBoth(slopes, shifted, queries[feature], queryGradients[feature], alsoShifted, length);
            System.arraycopy(alsoShifted, 0, gradients[feature], start, length);
        }
    }

    private static void addBoth(float[] slopes, float[] keys, float[] queries, float[] queryGradients,
            float[] keyGradients, int length) {
        for (int i = 0; i < length; i++) {
            queryGradients[i] += slopes[i] * keys[i];
            keyGradients[i] += slopes[i] * queries[i];
        }
    }

    /** Adds the gradients to what the slabs around have left. */
    void addGradientsTo(Floats target, int head) {
        int width = projections.pairs.width;
        float[] sum = MixtureArray.IMAGE_ROW.floats(width);
        for (int feature = 0; feature < projections.features; feature++) {
            long plane = projections.keys(slab.pair, head, feature);
            for (int row = 0; row < slab.regionRows; row++) {
                if (slab.hasRegionRow(row)) {
                    target.get(plane + slab.regionInImage(row), sum, 0, width);
                    for (int x = 0, from = slab.inKeys(row); x < width; x++) {
                        sum[x] += gradients[feature][from + x];
                    }
                    target.put(plane + slab.regionInImage(row), sum, 0, width);
                }
            }
        }
    }
}
