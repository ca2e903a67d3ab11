package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * up2(2 · f): carries a displacement field to the next finer level, where the same displacement is twice as many
 * pixels (linear interpolation ×2, aligned corners).
 */
public final class FieldUpsampleVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;
    private static final double FINER_PIXELS = 2;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        Grid grid = Grid.of(inputs[0]);
        INDArray out = allocator.create(grid.scaledShape(grid.channels, false));
        kernels.upsample(1).forward(inputs[0], FINER_PIXELS, true, out, 0);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(inputs[0].shape());
        kernels.upsample(1).backward(gradient, 0, FINER_PIXELS, true, result);
        return new INDArray[] {result};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "";
    }
}
