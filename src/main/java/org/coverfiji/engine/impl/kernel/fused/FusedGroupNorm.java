package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Two passes over each sample and group: statistics, then normalise and activate; backward likewise. */
final class FusedGroupNorm implements GroupNorm {

    private final int block;

    FusedGroupNorm(int block) {
        this.block = block;
    }

    @Override
    public void forward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray out) {
        Grid grid = Grid.of(z, block);
        Floats from = new Floats(z);
        Floats to = new Floats(out);
        float[] scales = new Floats(scale).toArray(grid.channels);
        float[] shifts = new Floats(shift).toArray(grid.channels);
        Parallel.run(grid.batch * NormUnit.perSample(grid, groups), task -> {
            NormUnit unit = new NormUnit(grid, groups, task, scales, shifts, slope, statistics);
            unit.measure(from);
            unit.normalise(from, to);
        });
    }

    @Override
    public void backward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray gradient, INDArray scaleGradient, INDArray shiftGradient, INDArray biasGradient) {
        Grid grid = Grid.of(z, block);
        Floats values = new Floats(z);
        Floats gradients = new Floats(gradient);
        float[] scales = new Floats(scale).toArray(grid.channels);
        float[] shifts = new Floats(shift).toArray(grid.channels);
        double[][] sums = new double[3][grid.batch * grid.channels];
        Parallel.run(grid.batch * NormUnit.perSample(grid, groups),
                task -> new NormUnit(grid, groups, task, scales, shifts, slope, statistics)
                        .backward(values, gradients, sums[0], sums[1], sums[2]));
        putSum(sums[0], grid, scaleGradient);
        putSum(sums[1], grid, shiftGradient);
        putSum(sums[2], grid, biasGradient);
    }

    private static void putSum(double[] perSample, Grid grid, INDArray target) {
        float[] total = new float[grid.channels];
        for (int channel = 0; channel < grid.channels; channel++) {
            double sum = 0;
            for (int sample = 0; sample < grid.batch; sample++) {
                sum += perSample[sample * grid.channels + channel];
            }
            total[channel] = (float) sum;
        }
        new Floats(target).put(0, total, 0, grid.channels);
    }
}
