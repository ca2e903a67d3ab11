package org.coverfiji.engine.impl.layer;

import java.util.Collection;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A 1×1 convolution to class scores, of features that are standardised by fixed statistics first:
 * z = W · (x − mean) / deviation + b. Weights and biases start uniform in ±1/√(input channels), as PyTorch's do: from zero
 * they would need hundreds of steps to grow.
 */
public final class LinearHead extends BaseLayer {

    private static final long serialVersionUID = 1L;

    private int dimensions;
    private int inputChannels;
    private int outputChannels;
    private float[] means;
    private float[] deviations;
    private long seed;

    /** For Jackson. */
    public LinearHead() {
    }

    /**
     * @param dimensions 2 or 3
     * @param means per input channel, or null for 0
     * @param deviations per input channel, or null for 1
     * @param seed of the first weights
     */
    public LinearHead(int dimensions, int inputChannels, int outputChannels, float[] means, float[] deviations,
            long seed) {
        this.dimensions = dimensions;
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
        this.means = means;
        this.deviations = deviations;
        this.seed = seed;
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        LinearHeadLayer layer = new LinearHeadLayer(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return LinearHeadParameters.INSTANCE;
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

    public int getDimensions() {
        return dimensions;
    }

    public void setDimensions(int dimensions) {
        this.dimensions = dimensions;
    }

    public int getInputChannels() {
        return inputChannels;
    }

    public void setInputChannels(int inputChannels) {
        this.inputChannels = inputChannels;
    }

    public int getOutputChannels() {
        return outputChannels;
    }

    public void setOutputChannels(int outputChannels) {
        this.outputChannels = outputChannels;
    }

    public float[] getMeans() {
        return means;
    }

    public void setMeans(float[] means) {
        this.means = means;
    }

    public float[] getDeviations() {
        return deviations;
    }

    public void setDeviations(float[] deviations) {
        this.deviations = deviations;
    }

    public long getSeed() {
        return seed;
    }

    public void setSeed(long seed) {
        this.seed = seed;
    }
}
