package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * A vertex without parameters or state: its configuration holds its mathematics as two pure functions, and one
 * class, {@link KernelVertexRuntime}, runs them all. Immutable. Shapes come from the arrays, so one configuration
 * serves 2D and 3D.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class KernelVertex extends GraphVertex {

    private static final long serialVersionUID = 1L;

    /** The vertex's value; must come from the allocator. */
    protected abstract INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator);

    /** dL/dinput for every input, from dL/dvalue; must come from the allocator. */
    protected abstract INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator);

    /** How many inputs the vertex takes. */
    protected abstract int inputCount();

    /** The settings that tell two vertices of one class apart. */
    protected abstract String settings();

    @Override
    public GraphVertex clone() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other != null && getClass() == other.getClass() && settings().equals(((KernelVertex) other).settings());
    }

    @Override
    public int hashCode() {
        return getClass().hashCode() * 31 + settings().hashCode();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + settings() + ")";
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return inputCount();
    }

    @Override
    public int maxVertexInputs() {
        return inputCount();
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(ComputationGraph graph, String name, int index,
            INDArray paramsView, boolean initializeParams, DataType networkDatatype) {
        return new KernelVertexRuntime(this, graph, name, index, networkDatatype);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
        throw new UnsupportedOperationException("shapes come from the arrays; setInputTypes is not supported");
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        throw new UnsupportedOperationException("shapes come from the arrays; no memory report");
    }
}
