package org.coverfiji.engine.impl.layer;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Batch normalisation by the statistics of the batch at hand (ε 1e-5, biased variance) followed by leaky ReLU, of
 * vectors [N, C, 1, 1(, 1)] or maps [N, C, (D,) H, W]: mean and deviation of a channel are those of all positions of
 * all samples of one view. It does the same in training and inference; there are no running statistics, as the heads
 * that it is part of are thrown away after pretraining.
 */
public final class BatchNorm extends ParameterLayer {

    private static final long serialVersionUID = 1L;

    private int channels;
    private int views;
    private double slope;
    private boolean scaled = true;

    /** For Jackson. */
    public BatchNorm() {
    }

    /**
     * @param views parts of equal size that the batch consists of, one after the other; each has statistics of its own
     * @param slope of the leaky ReLU below 0: 0 for ReLU, 1 for none
     */
    public BatchNorm(int channels, int views, double slope) {
        this.channels = channels;
        this.views = views;
        this.slope = slope;
    }

    @Override
    protected BatchNormLayer runtime(NeuralNetConfiguration configuration, DataType type) {
        return new BatchNormLayer(configuration, type);
    }

    @Override
    public ParamInitializer initializer() {
        return BatchNormParameters.INSTANCE;
    }

    public int getChannels() {
        return channels;
    }

    public void setChannels(int channels) {
        this.channels = channels;
    }

    public int getViews() {
        return views;
    }

    public void setViews(int views) {
        this.views = views;
    }

    public double getSlope() {
        return slope;
    }

    public void setSlope(double slope) {
        this.slope = slope;
    }

    /** Whether it has a trained scale and shift. */
    public boolean isScaled() {
        return scaled;
    }

    public void setScaled(boolean scaled) {
        this.scaled = scaled;
    }
}
