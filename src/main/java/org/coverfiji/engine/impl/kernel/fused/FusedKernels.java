package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.Losses;
import org.coverfiji.engine.impl.kernel.MaxPool;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;
import org.coverfiji.engine.impl.kernel.Optimizer;
import org.coverfiji.engine.impl.kernel.Relayout;
import org.coverfiji.engine.impl.kernel.SoftmaxLoss;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.coverfiji.engine.impl.kernel.Warp;

/** Multi-threaded loops over float[], for float arrays in the CPU's memory. */
public final class FusedKernels implements Kernels {

    /** With the fastest convolutions that work on this computer. */
    public static final FusedKernels INSTANCE = new FusedKernels(ConvolutionLibrary.fastest());

    private final ConvolutionLibrary convolutions;
    private final MixtureOfVectors mixtureOfVectors = new FusedMixtureOfVectors();
    private final SoftmaxLoss softmaxLoss = new FusedSoftmaxLoss();
    private final Optimizer optimizer = new FusedOptimizer();

    /** @param convolutions who convolves, which must be available */
    public FusedKernels(ConvolutionLibrary convolutions) {
        this.convolutions = convolutions;
    }

    /** Who convolves. */
    public ConvolutionLibrary convolutions() {
        return convolutions;
    }

    @Override
    public int channelBlock(int channels) {
        return convolutions.channelBlock(channels);
    }

    @Override
    public Convolution convolution(int inBlock, int outBlock) {
        return convolutions.convolution(inBlock, outBlock);
    }

    @Override
    public GroupNorm groupNorm(int block) {
        return new FusedGroupNorm(block);
    }

    @Override
    public MaxPool maxPool(int block) {
        return new FusedMaxPool(block);
    }

    @Override
    public Upsample upsample(int block) {
        return new FusedUpsample(block);
    }

    @Override
    public Relayout relayout(int block) {
        return convolutions.relayout(block);
    }

    @Override
    public Warp warp(int block) {
        return new FusedWarp(block);
    }

    @Override
    public MixtureOfVectors mixtureOfVectors() {
        return mixtureOfVectors;
    }

    @Override
    public Losses losses(int block) {
        return new FusedLosses(block);
    }

    @Override
    public Optimizer optimizer() {
        return optimizer;
    }

    @Override
    public SoftmaxLoss softmaxLoss() {
        return softmaxLoss;
    }
}
