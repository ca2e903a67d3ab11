package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Two passes over each {@link NormUnit}: statistics, then normalise and activate; backward likewise. */
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
        NormActivation activation = new NormActivation(scale, shift, grid.channels, slope);
        NormStatistics measured = new NormStatistics(statistics);
        Parallel.run(NormUnit.count(grid, groups), number -> {
            NormForward unit = new NormForward(new NormUnit(grid, groups, number), activation, measured);
            unit.measure(from);
            unit.normalise(from, to);
        });
    }

    @Override
    public void backward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray gradient, INDArray scaleGradient, INDArray shiftGradient, INDArray biasGradient) {
        Grid grid = Grid.of(z, block);
        Floats map = new Floats(z);
        Floats incoming = new Floats(gradient);
        NormActivation activation = new NormActivation(scale, shift, grid.channels, slope);
        NormStatistics measured = new NormStatistics(statistics);
        NormGradients sums = new NormGradients(grid);
        Parallel.run(NormUnit.count(grid, groups),
                number -> new NormBackward(new NormUnit(grid, groups, number), activation, measured, sums)
                        .run(map, incoming));
        sums.write(scaleGradient, shiftGradient, biasGradient);
    }
}
