package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;
import java.util.function.IntConsumer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.SoftmaxLoss;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Row by row; each row's sums are kept apart and added in order. */
final class FusedSoftmaxLoss implements SoftmaxLoss {

    private static final double SMALLEST_PROBABILITY = 1e-30;

    @Override
    public void probabilities(INDArray logits, INDArray out) {
        Grid grid = Grid.of(logits);
        Floats from = new Floats(logits);
        Floats to = new Floats(out);
        forEachRow(grid, row -> {
            float[] p = softmaxRow(grid, from, row);
            for (int k = 0; k < grid.channels; k++) {
                to.put(index(grid, row, k), p, k * grid.width, grid.width);
            }
        });
    }

    @Override
    public double loss(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice) {
        return new Sums(logits, labels, mask, classWeights).loss(dice);
    }

    @Override
    public void gradient(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice,
            INDArray gradient) {
        Grid grid = Grid.of(logits);
        Sums sums = new Sums(logits, labels, mask, classWeights);
        Floats from = new Floats(logits);
        Floats truth = new Floats(labels);
        Floats weights = new Floats(mask);
        Floats to = new Floats(gradient);
        // d Dice_k / d p_k = present · t_k + absent
        float[] present = new float[grid.channels];
        float[] absent = new float[grid.channels];
        sums.diceSlopes(dice, present, absent);
        float entropy = sums.weight > 0 ? (float) (1 / sums.weight) : 0;
        forEachRow(grid, row -> {
            float[] p = softmaxRow(grid, from, row);
            float[] y = Scratch.floats(1, grid.width);
            float[] m = Scratch.floats(2, grid.width);
            truth.get((long) row * grid.width, y, 0, grid.width);
            weights.get((long) row * grid.width, m, 0, grid.width);
            for (int x = 0; x < grid.width; x++) {
                int label = label(y[x], m[x]);
                float mean = 0;
                for (int k = 0; k < grid.channels; k++) {
                    mean += p[k * grid.width + x] * ((label == k ? present[k] : 0) + absent[k]);
                }
                float scale = entropy * classWeights[label];
                for (int k = 0; k < grid.channels; k++) {
                    float probability = p[k * grid.width + x];
                    float slope = (label == k ? present[k] : 0) + absent[k] - mean;
                    p[k * grid.width + x] = m[x]
                            * (probability * slope + scale * (probability - (label == k ? 1 : 0)));
                }
            }
            for (int k = 0; k < grid.channels; k++) {
                to.put(index(grid, row, k), p, k * grid.width, grid.width);
            }
        });
    }

    private static void forEachRow(Grid grid, IntConsumer action) {
        Parallel.run(grid.batch * grid.depth * grid.height, action);
    }

    private static long index(Grid grid, int row, int channel) {
        int rows = grid.depth * grid.height;
        return ((long) (row / rows * grid.channels + channel) * rows + row % rows) * grid.width;
    }

    /** Pixels that do not count may hold any number. */
    private static int label(float number, float mask) {
        return mask == 0 ? 0 : (int) number;
    }

    private static float[] softmaxRow(Grid grid, Floats logits, int row) {
        int width = grid.width;
        float[] p = Scratch.floats(0, grid.channels * width);
        for (int k = 0; k < grid.channels; k++) {
            logits.get(index(grid, row, k), p, k * width, width);
        }
        for (int x = 0; x < width; x++) {
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
        return p;
    }

    /** The sums over all labelled pixels that loss and gradient are made of. */
    private static final class Sums {

        private final int classes;
        private final double weight;
        private final double entropy;
        private final double[] predicted;
        private final double[] drawn;
        private final double[] common;

        Sums(INDArray logits, INDArray labels, INDArray mask, float[] classWeights) {
            Grid grid = Grid.of(logits);
            classes = grid.channels;
            Floats from = new Floats(logits);
            Floats truth = new Floats(labels);
            Floats weights = new Floats(mask);
            int rows = grid.batch * grid.depth * grid.height;
            int entries = 2 + 3 * classes;
            double[][] perRow = new double[rows][];
            forEachRow(grid, row -> {
                float[] p = softmaxRow(grid, from, row);
                float[] y = Scratch.floats(1, grid.width);
                float[] m = Scratch.floats(2, grid.width);
                truth.get((long) row * grid.width, y, 0, grid.width);
                weights.get((long) row * grid.width, m, 0, grid.width);
                double[] own = new double[entries];
                for (int x = 0; x < grid.width; x++) {
                    int label = label(y[x], m[x]);
                    double pixelWeight = m[x] * classWeights[label];
                    own[0] += pixelWeight;
                    own[1] -= pixelWeight * Math.log(Math.max(p[label * grid.width + x], SMALLEST_PROBABILITY));
                    own[2 + classes + label] += m[x];
                    own[2 + 2 * classes + label] += m[x] * p[label * grid.width + x];
                    for (int k = 0; k < classes; k++) {
                        own[2 + k] += m[x] * p[k * grid.width + x];
                    }
                }
                perRow[row] = own;
            });
            double[] total = new double[entries];
            for (double[] own : perRow) {
                for (int i = 0; i < entries; i++) {
                    total[i] += own[i];
                }
            }
            weight = total[0];
            entropy = weight > 0 ? total[1] / weight : 0;
            predicted = Arrays.copyOfRange(total, 2, 2 + classes);
            drawn = Arrays.copyOfRange(total, 2 + classes, 2 + 2 * classes);
            common = Arrays.copyOfRange(total, 2 + 2 * classes, entries);
        }

        double loss(double dice) {
            if (weight == 0) {
                return 0;
            }
            double mean = 0;
            for (int k = 1; k < classes; k++) {
                mean += (2 * common[k] + SMOOTH) / (predicted[k] + drawn[k] + SMOOTH) / (classes - 1);
            }
            return entropy + dice * (1 - mean);
        }

        /** −dice · d mean / d p_k: 2/(b(K−1)) where the label is k, and −a/(b²(K−1)) everywhere. */
        void diceSlopes(double dice, float[] present, float[] absent) {
            for (int k = 1; k < classes && weight > 0; k++) {
                double below = predicted[k] + drawn[k] + SMOOTH;
                present[k] = (float) (-dice * 2 / below / (classes - 1));
                absent[k] = (float) (dice * (2 * common[k] + SMOOTH) / below / below / (classes - 1));
            }
        }
    }
}
