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
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.coverfiji.engine.impl.kernel.onednn.OneDnnConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnnRelayout;

/** Multi-threaded loops over float[], for float arrays in the CPU's memory. */
public final class FusedKernels implements Kernels {

    public static final FusedKernels INSTANCE = new FusedKernels();

    private final Warp warp = new FusedWarp();
    private final MixtureOfVectors mixtureOfVectors = new FusedMixtureOfVectors();
    private final Losses losses = new FusedLosses();
    private final SoftmaxLoss softmaxLoss = new FusedSoftmaxLoss();
    private final Optimizer optimizer = new FusedOptimizer();

    private FusedKernels() {
    }

    @Override
    public int channelBlock(int channels) {
        return OneDnn.available() && channels % OneDnn.channelBlock() == 0 ? OneDnn.channelBlock() : 1;
    }

    @Override
    public Convolution convolution(int inBlock, int outBlock) {
        return OneDnn.available() ? new OneDnnConvolution(inBlock, outBlock) : Nd4jConvolution.INSTANCE;
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
        return new OneDnnRelayout(block);
    }

    @Override
    public Warp warp() {
        return warp;
    }

    @Override
    public MixtureOfVectors mixtureOfVectors() {
        return mixtureOfVectors;
    }

    @Override
    public Losses losses() {
        return losses;
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
