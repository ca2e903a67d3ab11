package org.coverfiji.engine.impl.layer;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A convolution of stride 1 and nothing else, for heads: of vectors [N, C, 1, 1(, 1)] with a side of 1, or of maps. It
 * keeps the side, or gives only positions where the kernel lies inside the map. Weights and bias start uniform in
 * ±1/√(fan in), as PyTorch's do, or the weights normal and the bias 0.
 */
public final class PlainConvolution extends ParameterLayer {

    private static final long serialVersionUID = 1L;

    private int dimensions;
    private int inputChannels;
    private int outputChannels;
    private int kernel;
    private long seed;
    private boolean padded = true;
    private boolean biased = true;
    /** 0 for the uniform start: unlike NaN it survives JSON. */
    private double deviation;

    /** For Jackson. */
    public PlainConvolution() {
    }

    /**
     * @param dimensions 2 or 3
     * @param kernel its side, 1 or 3
     * @param seed of the first weights
     */
    public PlainConvolution(int dimensions, int inputChannels, int outputChannels, int kernel, long seed) {
        this.dimensions = dimensions;
        this.inputChannels = inputChannels;
        this.outputChannels = outputChannels;
        this.kernel = kernel;
        this.seed = seed;
    }

    @Override
    protected PlainConvolutionLayer runtime(NeuralNetConfiguration configuration, DataType type) {
        return new PlainConvolutionLayer(configuration, type);
    }

    @Override
    public ParamInitializer initializer() {
        return PlainConvolutionParameters.INSTANCE;
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

    public long getSeed() {
        return seed;
    }

    public void setSeed(long seed) {
        this.seed = seed;
    }

    /** Whether the side is kept. */
    public boolean isPadded() {
        return padded;
    }

    public void setPadded(boolean padded) {
        this.padded = padded;
    }

    public boolean isBiased() {
        return biased;
    }

    public void setBiased(boolean biased) {
        this.biased = biased;
    }

    /** Of the first weights about 0; 0 for the uniform start. */
    public double getDeviation() {
        return deviation;
    }

    public void setDeviation(double deviation) {
        this.deviation = deviation;
    }
}
