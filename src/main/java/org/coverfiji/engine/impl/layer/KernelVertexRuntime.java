package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs any {@link KernelVertex} inside a ComputationGraph. */
final class KernelVertexRuntime extends BaseGraphVertex implements Inference {

    private final KernelVertex vertex;
    private final Kernels kernels;

    KernelVertexRuntime(KernelVertex vertex, ComputationGraph graph, String name, int index, DataType dataType) {
        super(graph, name, index, null, null, dataType);
        this.vertex = vertex;
        this.kernels = KernelChoice.forType(dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        return vertex.forward(kernels, inputs, allocator(workspaces, ArrayType.ACTIVATIONS));
    }

    @Override
    public INDArray infer(INDArray[] values, Allocator allocator) {
        return vertex.forward(kernels, values, allocator);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        return new Pair<>(null,
                vertex.backward(kernels, inputs, epsilon, allocator(workspaces, ArrayType.ACTIVATION_GRAD)));
    }

    private Allocator allocator(LayerWorkspaceMgr workspaces, ArrayType type) {
        return shape -> workspaces.createUninitialized(type, dataType, shape, 'c');
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException(vertexName + " has no parameters");
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batchSize) {
        return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
    }

    @Override
    public String toString() {
        return vertexName + ": " + vertex;
    }
}
