package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * MoV (METHOD "Mixture of vectors"): from the projections of both views, [2N, headDim · heads, …] with k (moving)
 * first and q (fixed) last, the displacement of every pixel, [N, 2 or 3, …].
 */
public final class MixtureOfVectorsVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int heads;
    private final int amplitude;

    public MixtureOfVectorsVertex(@JsonProperty("heads") int heads, @JsonProperty("amplitude") int amplitude) {
        this.heads = heads;
        this.amplitude = amplitude;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        Grid grid = Grid.of(inputs[0]);
        INDArray out = allocator.create(grid.shape(grid.batch / 2, grid.dimensions()));
        kernels.mixtureOfVectors().forward(inputs[0], heads, amplitude, out);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(inputs[0].shape());
        kernels.mixtureOfVectors().backward(inputs[0], heads, amplitude, gradient, result);
        return new INDArray[] {result};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "heads=" + heads + ", amplitude=" + amplitude;
    }
}
