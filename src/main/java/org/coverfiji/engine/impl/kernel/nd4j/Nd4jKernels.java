package org.coverfiji.engine.impl.kernel.nd4j;

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

/** The same operations written in ND4J ops: any data type, any backend. The reference that gradient checks run on. */
public final class Nd4jKernels implements Kernels {

    public static final Nd4jKernels INSTANCE = new Nd4jKernels();

    private final GroupNorm groupNorm = new Nd4jGroupNorm();
    private final MaxPool maxPool = new Nd4jMaxPool();
    private final Upsample upsample = new Nd4jUpsample();
    private final Warp warp = new Nd4jWarp();
    private final MixtureOfVectors mixtureOfVectors = new Nd4jMixtureOfVectors();
    private final Losses losses = new Nd4jLosses();
    private final SoftmaxLoss softmaxLoss = new Nd4jSoftmaxLoss();
    private final Optimizer optimizer = new Nd4jOptimizer();

    private Nd4jKernels() {
    }

    @Override
    public int channelBlock(int channels) {
        return 1;
    }

    private static <K> K rowMajor(K kernel, int... blocks) {
        for (int block : blocks) {
            if (block != 1) {
                throw new IllegalArgumentException("ND4J's operations take row-major maps, not blocks of " + block);
            }
        }
        return kernel;
    }

    @Override
    public Convolution convolution(int inBlock, int outBlock) {
        return rowMajor(Nd4jConvolution.INSTANCE, inBlock, outBlock);
    }

    @Override
    public GroupNorm groupNorm(int block) {
        return rowMajor(groupNorm, block);
    }

    @Override
    public MaxPool maxPool(int block) {
        return rowMajor(maxPool, block);
    }

    @Override
    public Upsample upsample(int block) {
        return rowMajor(upsample, block);
    }

    @Override
    public Relayout relayout(int block) {
        return new Nd4jRelayout(block);
    }

    @Override
    public Warp warp(int block) {
        return rowMajor(warp, block);
    }

    @Override
    public MixtureOfVectors mixtureOfVectors() {
        return mixtureOfVectors;
    }

    @Override
    public Losses losses(int block) {
        return rowMajor(losses, block);
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
