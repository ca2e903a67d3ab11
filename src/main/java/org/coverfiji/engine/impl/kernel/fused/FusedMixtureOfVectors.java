package org.coverfiji.engine.impl.kernel.fused;

import java.util.function.Consumer;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Works on slabs, see {@link MixtureSlab}. A slab's gradient of the keys reaches into its neighbours, so slabs of even
 * number run first, then those of odd number: no two that run together touch the same rows, and the order of additions
 * is fixed.
 */
final class FusedMixtureOfVectors implements MixtureOfVectors {

    @Override
    public void forward(INDArray projections, int heads, int amplitude, INDArray out) {
        Projections pairs = new Projections(projections, heads);
        Window window = new Window(amplitude, pairs.pairs.dimensions());
        Floats target = new Floats(out);
        runSlabs(pairs, window, 0, 1, slab -> slab.forward(target));
    }

    @Override
    public void backward(INDArray projections, int heads, int amplitude, INDArray gradient,
            INDArray projectionsGradient) {
        Projections pairs = new Projections(projections, heads);
        Window window = new Window(amplitude, pairs.pairs.dimensions());
        Floats incoming = new Floats(gradient);
        Floats target = new Floats(projectionsGradient);
        clearKeys(pairs.pairs, target);
        for (int parity = 0; parity < 2; parity++) {
            runSlabs(pairs, window, parity, 2, slab -> slab.backward(incoming, target));
        }
    }

    private static void clearKeys(Grid grid, Floats target) {
        Parallel.run(grid.batch * grid.channels, plane -> target.put((long) plane * grid.pixels(),
                Scratch.zeros(0, grid.pixels()), 0, grid.pixels()));
    }

    /** Runs every {@code step}-th slab of each pair, from number {@code first} on. */
    private static void runSlabs(Projections projections, Window window, int first, int step,
            Consumer<MixtureSlab> action) {
        Grid grid = projections.pairs;
        int count = (Slab.perPair(grid, window) - first + step - 1) / step;
        Parallel.run(grid.batch * count, task -> {
            Slab slab = new Slab(grid, window, task / count, first + task % count * step);
            action.accept(new MixtureSlab(projections, window, slab));
        });
    }
}
