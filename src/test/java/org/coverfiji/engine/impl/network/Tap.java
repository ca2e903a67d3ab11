package org.coverfiji.engine.impl.network;

import java.util.HashMap;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.layer.Allocator;
import org.coverfiji.engine.impl.layer.KernelVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Passes features on and keeps the gradient that comes back, the last one of all taps of its name. */
final class Tap extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Tensor> GRADIENTS = new HashMap<>();

    private final String name;

    Tap(String name) {
        this.name = name;
    }

    /** Null where none came back. */
    static Tensor gradient(String name) {
        return GRADIENTS.get(name);
    }

    static void forget() {
        GRADIENTS.clear();
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        return allocator.create(inputs[0].shape()).assign(inputs[0]);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray incoming, Allocator allocator) {
        GRADIENTS.put(name, Tensors.copy(incoming));
        return new INDArray[] {allocator.create(incoming.shape()).assign(incoming)};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return name;
    }
}
