package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;

/**
 * The mixture of vectors on one slab, forwards or backwards.
 *
 * <p>Head by head, the slab's keys and the rows around it are read into one array per feature. The slab is then worked
 * on in runs of one or several rows. Within a run everything is an array operation along all its pixels: one array of
 * queries per feature, one of weights per offset. These are so short that they stay in the first caches from one
 * operation to the next.
 *
 * <p>C2 makes vector instructions of a loop where all its arrays run by one index. The keys that an offset leads to lie
 * elsewhere in their arrays than the queries do in theirs, so they are first copied to where the run's arrays begin,
 * which costs less than a loop that is not vectorised.
 */
final class MixtureSlab {

    private final Projections projections;
    private final Window window;
    private final Slab slab;
    private final int axes;
    private final MixtureRun run;
    private final SlabKeys keys;

    MixtureSlab(Projections projections, Window window, Slab slab) {
        this.projections = projections;
        this.window = window;
        this.slab = slab;
        axes = projections.pairs.dimensions();
        run = new MixtureRun(projections, window, slab);
        keys = new SlabKeys(projections, slab, MixtureRun.longest(slab));
    }

    /** @param out the displacements, [N, 2 or 3, (D,) H, W] */
    void forward(Floats out) {
        int length = slab.rows * slab.rowLength;
        float[][] field = MixtureArray.FIELD.rows(axes, length);
        Vectors.clear(field, axes, length);
        float[][] vectors = MixtureArray.VECTORS.rows(axes, MixtureRun.longest(slab));
        for (int head = 0; head < projections.heads; head++) {
            keys.load(head);
            for (int row = 0; row < slab.rows; row = run.end()) {
                run.start(head, row);
                run.mix(keys);
                run.vectors(1f / projections.heads, vectors, axes);
                addTo(field, vectors);
            }
        }
        for (int axis = 0; axis < axes; axis++) {
            for (int row = 0; row < slab.rows; row++) {
                out.put(fieldPlane(axis) + slab.inImage(row), field[axis], slab.inRows(row), projections.pairs.width);
            }
        }
    }

    /** Heads are averaged: each adds its share. */
    private void addTo(float[][] field, float[][] vectors) {
        float[] sum = MixtureArray.SHIFTED.floats(run.length());
        for (int axis = 0; axis < axes; axis++) {
            System.arraycopy(field[axis], run.startInSlab(), sum, 0, run.length());
            Vectors.addScaled(vectors[axis], 1, sum, run.length());
            System.arraycopy(sum, 0, field[axis], run.startInSlab(), run.length());
        }
    }

    private long fieldPlane(int axis) {
        return ((long) slab.pair * axes + axis) * projections.pairs.pixels();
    }

    /**
     * Weights are computed again, not kept from the forward pass. No slab with a common row in its region may run at
     * the same time.
     *
     * @param gradient of the displacements
     * @param target of the projections' shape: overwritten for the slab's queries, added to for the region's keys
     */
    void backward(Floats gradient, Floats target) {
        int longest = MixtureRun.longest(slab);
        float[][] incoming = MixtureArray.VECTORS.rows(axes, longest);
        float[][] slopes = MixtureArray.SLOPES.rows(window.offsets, longest);
        float[][] queryGradients = MixtureArray.QUERY_GRADIENTS.rows(projections.features, longest);
        for (int head = 0; head < projections.heads; head++) {
            keys.load(head);
            keys.clearGradients();
            for (int row = 0; row < slab.rows; row = run.end()) {
                run.start(head, row);
                run.mix(keys);
                Vectors.clear(incoming, axes, run.length());
                for (int axis = 0; axis < axes; axis++) {
                    run.read(gradient, fieldPlane(axis), incoming[axis]);
                }
                run.slopes(incoming, axes, projections.heads, slopes);
                run.addGradients(slopes, keys, queryGradients);
                for (int feature = 0; feature < projections.features; feature++) {
                    run.write(queryGradients[feature], target, projections.queries(slab.pair, head, feature));
                }
            }
            keys.addGradientsTo(target, head);
        }
    }
}
