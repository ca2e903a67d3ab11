package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Turns a map in the convolutions' layout, see {@link Grid}, into a row-major one. */
public final class RowMajorVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int block;

    /** @param block channels that lie together in the input, more than 1 */
    public RowMajorVertex(@JsonProperty("block") int block) {
        this.block = block;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(Grid.of(inputs[0], block).rowMajorShape());
        kernels.relayout(block).toRowMajor(inputs[0], out);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(inputs[0].shape());
        kernels.relayout(block).fromRowMajor(gradient, result);
        return new INDArray[] {result};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "block=" + block;
    }
}
