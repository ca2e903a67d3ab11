package org.coverfiji.engine.impl.layer;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Convolution (stride 1, side kept, bias) → group normalisation → leaky ReLU as one layer, 2D or 3D. A slope of 1
 * leaves the activation out, as COVER's projections need it.
 */
public final class ConvolutionBlock extends ParameterLayer {

    private static final long serialVersionUID = 1L;

    private int dimensions;
    private int inputChannels;
    private int outputChannels;
    private int kernel;
    private int groups;
    private double slope;
    private long seed;
    private int inputBlock = 1;
    private int outputBlock = 1;
    private boolean firstLayer;
    private String convolutionName;
    private String normName;

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
    protected ConvolutionBlockLayer runtime(NeuralNetConfiguration configuration, DataType type) {
        return new ConvolutionBlockLayer(configuration, type);
    }

    @Override
    public ParamInitializer initializer() {
        return ConvolutionBlockParameters.INSTANCE;
    }

    @Override
    public String parameterName(String vertex, String key) {
        boolean norm = key.equals(ConvolutionBlockParameters.SCALE) || key.equals(ConvolutionBlockParameters.SHIFT);
        String given = norm ? normName : convolutionName;
        return super.parameterName(given == null ? vertex + (norm ? ".norm" : "") : given, key);
    }

    /** The convolution's name in models; the vertex's own where it is null. */
    public String getConvolutionName() {
        return convolutionName;
    }

    public void setConvolutionName(String convolutionName) {
        this.convolutionName = convolutionName;
    }

    /** The normalisation's name in models; the vertex's own with ".norm" where it is null. */
    public String getNormName() {
        return normName;
    }

    public void setNormName(String normName) {
        this.normName = normName;
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

    /** Channels that lie together in the input; 1 for row-major. */
    public int getInputBlock() {
        return inputBlock;
    }

    public void setInputBlock(int inputBlock) {
        this.inputBlock = inputBlock;
    }

    /** Channels that lie together in the output; 1 for row-major. */
    public int getOutputBlock() {
        return outputBlock;
    }

    public void setOutputBlock(int outputBlock) {
        this.outputBlock = outputBlock;
    }

    /** Whether the input is the network's own, so that nobody needs its gradient. */
    public boolean isFirstLayer() {
        return firstLayer;
    }

    public void setFirstLayer(boolean firstLayer) {
        this.firstLayer = firstLayer;
    }

    public long getSeed() {
        return seed;
    }

    public void setSeed(long seed) {
        this.seed = seed;
    }
}
