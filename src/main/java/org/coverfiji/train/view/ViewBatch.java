package org.coverfiji.train.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Tensor;

/**
 * COVER's batch: view pairs for self-vector regression (SeVR). fixed(p) = moving(p + flow(p)) up to appearance,
 * wherever the mask is 1.
 */
public final class ViewBatch {

    private final Batch batch;

    /** @param batch with the tensors that {@link CoverConfiguration} names */
    public ViewBatch(Batch batch) {
        this.batch = batch;
    }

    /**
     * Of images numbered in order.
     *
     * @param moving moving views M, [N, C, (D,) H, W], intensities in [0, 1]
     * @param fixed fixed views F, the same shape
     * @param flow ψ in pixels, [N, 2 or 3, (D,) H, W], components in array order
     * @param mask 1 where a pixel counts, else 0, [N, 1, (D,) H, W]
     */
    public ViewBatch(Tensor moving, Tensor fixed, Tensor flow, Tensor mask) {
        this(moving, fixed, flow, mask, IntStream.range(0, moving.size(0)).toArray());
    }

    /** As above. @param images the numbers of the images that the pairs show */
    public ViewBatch(Tensor moving, Tensor fixed, Tensor flow, Tensor mask, int[] images) {
        this(new Batch(named(moving, fixed, flow, mask), images));
    }

    private static Map<String, Tensor> named(Tensor moving, Tensor fixed, Tensor flow, Tensor mask) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(CoverConfiguration.MOVING, moving);
        tensors.put(CoverConfiguration.FIXED, fixed);
        tensors.put(CoverConfiguration.FLOW, flow);
        tensors.put(CoverConfiguration.MASK, mask);
        return tensors;
    }

    /** The same for the network. */
    public Batch batch() {
        return batch;
    }

    public Tensor moving() {
        return batch.get(CoverConfiguration.MOVING);
    }

    public Tensor fixed() {
        return batch.get(CoverConfiguration.FIXED);
    }

    public Tensor flow() {
        return batch.get(CoverConfiguration.FLOW);
    }

    public Tensor mask() {
        return batch.get(CoverConfiguration.MASK);
    }

    /** L_vec · Σ mask / Σ mask·|ψ|₁: the error relative to that of the zero field; NaN where nothing moved. */
    public double relativeError(double vectorLoss) {
        float[] weights = mask().data();
        float[] field = flow().data();
        int axes = flow().size(1);
        int pixels = weights.length / size();
        double count = 0;
        double length = 0;
        for (int pair = 0; pair < size(); pair++) {
            for (int p = 0; p < pixels; p++) {
                float weight = weights[pair * pixels + p];
                count += weight;
                for (int axis = 0; axis < axes; axis++) {
                    length += weight * Math.abs(field[(pair * axes + axis) * pixels + p]);
                }
            }
        }
        return length > 0 ? vectorLoss * count / length : Double.NaN;
    }

    /**
     * Σ mask·|ψ'−ψ|₁ / Σ mask·|ψ|₁ of a prediction: 1 for the zero field; NaN where nothing moved.
     *
     * @param prediction ψ' in pixels, the flow's shape
     */
    public double relativeError(Tensor prediction) {
        float[] weights = mask().data();
        float[] field = flow().data();
        float[] predicted = prediction.data();
        int axes = flow().size(1);
        int pixels = weights.length / size();
        double error = 0;
        double length = 0;
        for (int i = 0; i < field.length; i++) {
            float weight = weights[i / (axes * pixels) * pixels + i % pixels];
            error += weight * Math.abs(predicted[i] - field[i]);
            length += weight * Math.abs(field[i]);
        }
        return length > 0 ? error / length : Double.NaN;
    }

    /** Number of pairs. */
    public int size() {
        return batch.samples();
    }
}
