package org.coverfiji.engine.impl.layer;

import java.util.Collection;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Configuration of a layer with parameters whose channels are given to it and whose extents come from the arrays. */
public abstract class ParameterLayer extends BaseLayer {

    private static final long serialVersionUID = 1L;

    /** The layer that runs this configuration, still without parameters. */
    protected abstract org.deeplearning4j.nn.layers.BaseLayer<?> runtime(NeuralNetConfiguration configuration,
            DataType type);

    /**
     * The name by which models and checkpoints know a parameter: weights and scales end in {@code .weight}, biases and
     * shifts in {@code .bias}. Names are given here or by whoever builds the graph, never guessed from a vertex's name.
     *
     * @param vertex the layer's name in its graph
     * @param key of the parameter, one of the initializer's
     */
    public String parameterName(String vertex, String key) {
        boolean weight = key.equals(ConvolutionBlockParameters.WEIGHT) || key.equals(ConvolutionBlockParameters.SCALE);
        return vertex + (weight ? ".weight" : ".bias");
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        org.deeplearning4j.nn.layers.BaseLayer<?> layer = runtime(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        throw new UnsupportedOperationException("shapes come from the arrays; setInputTypes is not supported");
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        // Channels are given to the constructor.
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public boolean isPretrainParam(String name) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        throw new UnsupportedOperationException("shapes come from the arrays; no memory report");
    }
}
