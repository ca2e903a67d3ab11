package org.coverfiji.engine.impl.layer;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A 1×1 convolution to class scores, of features that are standardised by fixed statistics first:
 * z = W · (x − mean) / deviation + b. Weights and biases start uniform in ±1/√(input channels), as PyTorch's do: from
 * zero those of a segmentation would need hundreds of steps to grow. Those of a classification start at 0: standardised
 * averages are large enough to learn from, and random weights would drive the encoder about before they mean anything.
 */
public final class LinearHead extends ParameterLayer {

    private static final long serialVersionUID = 1L;

    private int dimensions;
    private int inputChannels;
    private int outputChannels;
    private float[] means;
    private float[] deviations;
    private boolean following;
    private boolean zero;
    private int inputBlock = 1;
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
    protected LinearHeadLayer runtime(NeuralNetConfiguration configuration, DataType type) {
        return new LinearHeadLayer(configuration, type);
    }

    @Override
    public ParamInitializer initializer() {
        return LinearHeadParameters.INSTANCE;
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

    /** Whether the means follow the features in training, see {@link FollowingMean}. */
    public boolean isFollowing() {
        return following;
    }

    public void setFollowing(boolean following) {
        this.following = following;
    }

    /** Whether weights and biases start at 0, so that all classes are equally likely. */
    public boolean isZero() {
        return zero;
    }

    public void setZero(boolean zero) {
        this.zero = zero;
    }

    /** Channels that lie together in the input, see {@link org.coverfiji.engine.impl.kernel.Grid}; 1 for row-major. */
    public int getInputBlock() {
        return inputBlock;
    }

    public void setInputBlock(int inputBlock) {
        this.inputBlock = inputBlock;
    }

    public long getSeed() {
        return seed;
    }

    public void setSeed(long seed) {
        this.seed = seed;
    }
}
