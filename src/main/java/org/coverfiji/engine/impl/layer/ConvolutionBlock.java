package org.coverfiji.engine.impl.layer;

import java.util.Collection;
import java.util.Map;

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
 * Convolution (stride 1, side kept, bias) → group normalisation → leaky ReLU as one layer, 2D or 3D. A slope of 1
 * leaves the activation out, as COVER's projections need it.
 */
public final class ConvolutionBlock extends BaseLayer {

    private static final long serialVersionUID = 1L;

    private int dimensions;
    private int inputChannels;
    private int outputChannels;
    private int kernel;
    private int groups;
    private double slope;
    private long seed;

    /** For Jackson. */
    public ConvolutionBlock() {
    }

    /**
     * @param dimensions 2 or 3
     * @param kernel side of the kernel, 1 or 3
     * @param groups groups of the normalisation
     * @param slope of the leaky ReLU below 0; 1 for none
     * @param seed of the He-normal weights
     */
    public ConvolutionBlock(int dimensions, int inputChannels, int outputChannels, int kernel, int groups,
            double slope, long seed) {
        this.dimensions = dimensions;
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
        this.kernel = kernel;
        this.groups = groups;
        this.slope = slope;
        this.seed = seed;
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        ConvolutionBlockLayer layer = new ConvolutionBlockLayer(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(configuration, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return ConvolutionBlockParameters.INSTANCE;
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

    public int getKernel() {
        return kernel;
    }

    public void setKernel(int kernel) {
        this.kernel = kernel;
    }

    public int getGroups() {
        return groups;
    }

    public void setGroups(int groups) {
        this.groups = groups;
    }

    public double getSlope() {
        return slope;
    }

    public void setSlope(double slope) {
        this.slope = slope;
    }

    public long getSeed() {
        return seed;
    }

    public void setSeed(long seed) {
        this.seed = seed;
    }
}
