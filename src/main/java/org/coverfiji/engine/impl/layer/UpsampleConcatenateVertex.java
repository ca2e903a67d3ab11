package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The U-Net's way up: inputs are the skip connection and the coarser map; the value is [skip, coarser map
 * up-sampled ×2] along the channels (linear, half-pixel centres).
 */
public final class UpsampleConcatenateVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        Grid skip = Grid.of(inputs[0]);
        Grid below = Grid.of(inputs[1]);
        INDArray out = allocator.create(skip.shape(skip.batch, skip.channels + below.channels));
        kernels.upsample().copyChannels(inputs[0], out);
        kernels.upsample().forward(inputs[1], 1, false, out, skip.channels);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray skip = allocator.create(inputs[0].shape());
        INDArray below = allocator.create(inputs[1].shape());
        kernels.upsample().takeChannels(gradient, skip);
        kernels.upsample().backward(gradient, (int) skip.size(1), 1, false, below);
        return new INDArray[] {skip, below};
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "";
    }
}
