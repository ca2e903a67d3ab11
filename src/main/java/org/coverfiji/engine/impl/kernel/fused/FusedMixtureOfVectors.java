package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Works on slabs along the slowest axis. Weights are recomputed in the backward pass, not stored. A slab's gradient
 * of k reaches into its neighbours, so slabs of even number run first, then those of odd number: no two that run
 * together touch the same rows, and the order of additions is fixed.
 */
final class FusedMixtureOfVectors implements MixtureOfVectors {

    private static final int SMALLEST_SLAB = 4;

    @Override
    public void forward(INDArray projections, int heads, int amplitude, INDArray out) {
        Grid grid = pairs(projections);
        Floats values = new Floats(projections);
        Floats target = new Floats(out);
        int slabs = slabs(grid, amplitude);
        Parallel.run(grid.batch * slabs, task -> new MixtureSlab(grid, values, heads, amplitude, task / slabs,
                task % slabs * thickness(amplitude), thickness(amplitude)).forward(target));
    }

    @Override
    public void backward(INDArray projections, int heads, int amplitude, INDArray gradient,
            INDArray projectionsGradient) {
        Grid grid = pairs(projections);
        Floats values = new Floats(projections);
        Floats incoming = new Floats(gradient);
        Floats target = new Floats(projectionsGradient);
        int slabs = slabs(grid, amplitude);
        Parallel.run(grid.batch * grid.channels, plane -> target.put((long) plane * grid.pixels(),
                Scratch.zeros(0, grid.pixels()), 0, grid.pixels()));
        for (int parity = 0; parity < 2; parity++) {
            int first = parity;
            int count = (slabs - parity + 1) / 2;
            Parallel.run(grid.batch * count, task -> new MixtureSlab(grid, values, heads, amplitude, task / count,
                    (task % count * 2 + first) * thickness(amplitude), thickness(amplitude)).backward(incoming, target));
        }
    }

    private static Grid pairs(INDArray projections) {
        Grid grid = Grid.of(projections);
        return new Grid(grid.dimensions(), grid.batch / 2, grid.channels, grid.depth, grid.height, grid.width);
    }

    private static int thickness(int amplitude) {
        return Math.max(SMALLEST_SLAB, 2 * amplitude);
    }

    private static int slabs(Grid grid, int amplitude) {
        int extent = grid.dimensions() == 2 ? grid.height : grid.depth;
        return (extent + thickness(amplitude) - 1) / thickness(amplitude);
    }
}
