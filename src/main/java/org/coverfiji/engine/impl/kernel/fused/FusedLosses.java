package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Losses;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The vector loss in one loop: it has two or three channels. The consistency row by row on all threads; each row's sum
 * in double, rows added in order.
 */
final class FusedLosses implements Losses {

    private final int block;

    /** @param block channels that lie together in the maps of the consistency, 1 for row-major */
    FusedLosses(int block) {
        this.block = block;
    }

    @Override
    public double vector(INDArray predicted, INDArray flow, INDArray mask) {
        Grid grid = Grid.of(predicted);
        int pixels = grid.pixels();
        float[] prediction = new Floats(predicted).toArray(grid.batch * grid.channels * pixels);
        float[] truth = new Floats(flow).toArray(prediction.length);
        float[] weights = new Floats(mask).toArray(grid.batch * pixels);
        double sum = 0;
        for (int sample = 0; sample < grid.batch; sample++) {
            for (int channel = 0; channel < grid.channels; channel++) {
                int first = (sample * grid.channels + channel) * pixels;
                for (int i = 0; i < pixels; i++) {
                    sum += weights[sample * pixels + i] * Math.abs(prediction[first + i] - truth[first + i]);
                }
            }
        }
        double weight = total(weights);
        return weight > 0 ? sum / weight : 0;
    }

    @Override
    public void vectorGradient(INDArray predicted, INDArray flow, INDArray mask, INDArray gradient) {
        Grid grid = Grid.of(predicted);
        int pixels = grid.pixels();
        float[] prediction = new Floats(predicted).toArray(grid.batch * grid.channels * pixels);
        float[] truth = new Floats(flow).toArray(prediction.length);
        float[] weights = new Floats(mask).toArray(grid.batch * pixels);
        double weight = total(weights);
        float factor = weight > 0 ? (float) (1 / weight) : 0;
        for (int sample = 0; sample < grid.batch; sample++) {
            for (int channel = 0; channel < grid.channels; channel++) {
                int first = (sample * grid.channels + channel) * pixels;
                for (int i = 0; i < pixels; i++) {
                    prediction[first + i] = factor * weights[sample * pixels + i]
                            * Math.signum(prediction[first + i] - truth[first + i]);
                }
            }
        }
        new Floats(gradient).put(0, prediction, 0, prediction.length);
    }

    private static double total(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    @Override
    public double consistency(INDArray features, INDArray warped, INDArray mask) {
        Grid grid = Grid.of(warped, block);
        float[] weights = new Floats(mask).toArray(grid.batch * grid.pixels());
        Floats fixed = new Floats(features);
        Floats moved = new Floats(warped);
        double[] sums = new double[grid.batch * grid.rows()];
        Parallel.run(sums.length, row -> sums[row] = new CosineRow(grid, row, fixed, moved).weightedSum(weights));
        return consistency(sums, total(weights));
    }

    private static double consistency(double[] sumsOfRows, double weight) {
        double sum = 0;
        for (double row : sumsOfRows) {
            sum += row;
        }
        return weight == 0 ? 0 : 1 - sum / weight;
    }

    @Override
    public double consistencyGradient(INDArray features, INDArray warped, INDArray mask, double weight,
            INDArray featuresGradient, INDArray warpedGradient) {
        Grid grid = Grid.of(warped, block);
        float[] weights = new Floats(mask).toArray(grid.batch * grid.pixels());
        double total = total(weights);
        float factor = total > 0 ? (float) (-weight / total) : 0;
        Floats fixed = new Floats(features);
        Floats moved = new Floats(warped);
        Floats fixedGradient = new Floats(featuresGradient);
        Floats movedGradient = new Floats(warpedGradient);
        double[] sums = new double[grid.batch * grid.rows()];
        Parallel.run(sums.length, row -> {
            CosineRow cosines = new CosineRow(grid, row, fixed, moved);
            sums[row] = cosines.weightedSum(weights);
            cosines.toGradients(factor, weights);
            cosines.write(fixedGradient, movedGradient);
        });
        return consistency(sums, total);
    }
}
