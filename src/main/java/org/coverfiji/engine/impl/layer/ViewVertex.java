package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The samples of one of the views that a batch consists of, one after the other. */
public final class ViewVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int view;
    private final int views;

    /**
     * @param view from 0
     * @param views how many of equal size there are
     */
    public ViewVertex(@JsonProperty("view") int view, @JsonProperty("views") int views) {
        this.view = view;
        this.views = views;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        long[] shape = inputs[0].shape().clone();
        shape[0] /= views;
        return allocator.create(shape).assign(part(inputs[0]));
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(inputs[0].shape()).assign(0);
        part(result).assign(gradient);
        return new INDArray[] {result};
    }

    private INDArray part(INDArray all) {
        long samples = all.size(0) / views;
        return all.get(NDArrayIndex.interval(view * samples, (view + 1) * samples));
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "view=" + view + ", views=" + views;
    }
}
