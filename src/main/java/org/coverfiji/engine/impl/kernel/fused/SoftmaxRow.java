package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/** One row of pixels: the probabilities of its classes and, where they were read, its labels. */
final class SoftmaxRow {

    /** The working arrays, each a slot of the thread's scratch memory. */
    private enum Slot { PROBABILITIES, LABELS, MASK }

    private final Grid grid;
    private final int number;
    final int width;
    /** [class · width + x]; {@link #toGradient} overwrites them. */
    private final float[] p;
    private float[] labels;
    private float[] mask;

    /**
     * Reads logits, [N, classes, …], and computes their softmax.
     *
     * @param number of the row, counted through all samples
     */
    SoftmaxRow(Grid grid, int number, Floats logits) {
        this.grid = grid;
        this.number = number;
        width = grid.width;
        p = Scratch.floats(Slot.PROBABILITIES.ordinal(), grid.channels * width);
        for (int k = 0; k < grid.channels; k++) {
            logits.get(index(k), p, k * width, width);
        }
        for (int x = 0; x < width; x++) {
            softmax(x);
        }
    }

    private long index(int k) {
        int sample = number / grid.rows();
        return ((long) (sample * grid.channels + k) * grid.rows() + number % grid.rows()) * width;
    }

    private void softmax(int x) {
        float maximum = p[x];
        for (int k = 1; k < grid.channels; k++) {
            maximum = Math.max(maximum, p[k * width + x]);
        }
        float sum = 0;
        for (int k = 0; k < grid.channels; k++) {
            p[k * width + x] = FastExp.of(p[k * width + x] - maximum);
            sum += p[k * width + x];
        }
        for (int k = 0; k < grid.channels; k++) {
            p[k * width + x] /= sum;
        }
    }

    /** Both of [N, 1, …]. */
    void readLabels(Floats labelMap, Floats maskMap) {
        labels = Scratch.floats(Slot.LABELS.ordinal(), width);
        mask = Scratch.floats(Slot.MASK.ordinal(), width);
        labelMap.get((long) number * width, labels, 0, width);
        maskMap.get((long) number * width, mask, 0, width);
    }

    /** 0 where a pixel does not count, which may hold any number. */
    int label(int x) {
        return mask[x] == 0 ? 0 : (int) labels[x];
    }

    float mask(int x) {
        return mask[x];
    }

    float probability(int k, int x) {
        return p[k * width + x];
    }

    /** Replaces the probabilities by the loss's gradient at the logits. */
    void toGradient(SoftmaxSums.Slopes slopes) {
        for (int x = 0; x < width; x++) {
            int label = label(x);
            float mean = 0;
            for (int k = 0; k < grid.channels; k++) {
                mean += p[k * width + x] * slopes.dice(k, label);
            }
            float entropy = slopes.entropy(label);
            for (int k = 0; k < grid.channels; k++) {
                float probability = p[k * width + x];
                float slope = slopes.dice(k, label) - mean;
                p[k * width + x] = mask[x]
                        * (probability * slope + entropy * (probability - (label == k ? 1 : 0)));
            }
        }
    }

    /** Writes what the row holds to a map of the logits' shape. */
    void write(Floats to) {
        for (int k = 0; k < grid.channels; k++) {
            to.put(index(k), p, k * width, width);
        }
    }
}
