package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.Losses;
import org.coverfiji.engine.impl.kernel.MaxPool;
import org.coverfiji.engine.impl.kernel.MixtureOfVectors;
import org.coverfiji.engine.impl.kernel.Optimizer;
import org.coverfiji.engine.impl.kernel.SoftmaxLoss;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.coverfiji.engine.impl.kernel.Warp;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.coverfiji.engine.impl.kernel.onednn.OneDnnConvolution;

/** Multi-threaded loops over float[], for float arrays in the CPU's memory. */
public final class FusedKernels implements Kernels {

    public static final FusedKernels INSTANCE = new FusedKernels();

    private final GroupNorm groupNorm = new FusedGroupNorm();
    private final MaxPool maxPool = new FusedMaxPool();
    private final Upsample upsample = new FusedUpsample();
    private final Warp warp = new FusedWarp();
    private final MixtureOfVectors mixtureOfVectors = new FusedMixtureOfVectors();
    private final Losses losses = new FusedLosses();
    private final SoftmaxLoss softmaxLoss = new FusedSoftmaxLoss();
    private final Optimizer optimizer = new FusedOptimizer();

    private FusedKernels() {
    }

    @Override
    public Convolution convolution() {
        return OneDnn.available() ? new OneDnnConvolution() : Nd4jConvolution.INSTANCE;
    }

    @Override
    public GroupNorm groupNorm() {
        return groupNorm;
    }

    @Override
    public MaxPool maxPool() {
        return maxPool;
    }

    @Override
    public Upsample upsample() {
        return upsample;
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
