package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The U-Net's way up: inputs are the skip connection and the coarser map; the value is [skip, coarser map
 * up-sampled ×2] along the channels (linear).
 */
public final class UpsampleConcatenateVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int block;
    private final boolean alignCorners;

    /** With half-pixel centres, as the U-Net has it. @param block channels that lie together in all maps, or 1 */
    public UpsampleConcatenateVertex(int block) {
        this(block, false);
    }

    /**
     * @param block channels that lie together in all maps, 1 for row-major
     * @param alignCorners whether corner pixels stay in place; else half-pixel centres
     */
    public UpsampleConcatenateVertex(@JsonProperty("block") int block,
            @JsonProperty("alignCorners") boolean alignCorners) {
        this.block = block;
        this.alignCorners = alignCorners;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        Grid skip = Grid.of(inputs[0], block);
        Grid below = Grid.of(inputs[1], block);
        INDArray out = allocator.create(skip.shape(skip.batch, skip.channels + below.channels));
        Upsample upsample = kernels.upsample(block);
        upsample.copyChannels(inputs[0], out);
        upsample.forward(inputs[1], 1, alignCorners, out, skip.channels);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray skip = allocator.create(inputs[0].shape());
        INDArray below = allocator.create(inputs[1].shape());
        Upsample upsample = kernels.upsample(block);
        upsample.takeChannels(gradient, skip);
        upsample.backward(gradient, (int) skip.size(1) * block, 1, alignCorners, below);
        return new INDArray[] {skip, below};
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "block=" + block + ",alignCorners=" + alignCorners;
    }
}
