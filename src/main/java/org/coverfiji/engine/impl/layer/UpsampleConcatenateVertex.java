package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The U-Net's way up: inputs are the skip connection and the coarser map; the value is [skip, coarser map
 * up-sampled ×2] along the channels (linear, half-pixel centres).
 */
public final class UpsampleConcatenateVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int block;

    /** @param block channels that lie together in all maps, 1 for row-major */
    public UpsampleConcatenateVertex(@JsonProperty("block") int block) {
        this.block = block;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        Grid skip = Grid.of(inputs[0], block);
        Grid below = Grid.of(inputs[1], block);
        INDArray out = allocator.create(skip.shape(skip.batch, skip.channels + below.channels));
        Upsample upsample = kernels.upsample(block);
        upsample.copyChannels(inputs[0], out);
        upsample.forward(inputs[1], 1, false, out, skip.channels);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray skip = allocator.create(inputs[0].shape());
        INDArray below = allocator.create(inputs[1].shape());
        Upsample upsample = kernels.upsample(block);
        upsample.takeChannels(gradient, skip);
        upsample.backward(gradient, (int) skip.size(1) * block, 1, false, below);
        return new INDArray[] {skip, below};
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "block=" + block;
    }
}
