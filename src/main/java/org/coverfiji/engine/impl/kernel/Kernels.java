package org.coverfiji.engine.impl.kernel;

import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** The operations that neither ND4J nor DL4J has, or has too slowly, in one of two implementations. */
public interface Kernels {

    /** System property: {@code nd4j} runs the ND4J twins on the CPU too, {@code fused} (default) the fused loops. */
    String PROPERTY = "cover.kernels";

    /**
     * The layout in which maps with so many channels are convolved fastest.
     *
     * @return how many channels lie together, see {@link Grid}; 1 for row-major
     */
    int channelBlock(int channels);

    /**
     * A convolution for one layer, which closes it.
     *
     * @param inBlock channels that lie together in the input, 1 for row-major
     * @param outBlock the same for the output
     */
    Convolution convolution(int inBlock, int outBlock);

    /** @param block channels that lie together in the maps, 1 for row-major; so for the others below */
    GroupNorm groupNorm(int block);

    MaxPool maxPool(int block);

    Upsample upsample(int block);

    Relayout relayout(int block);

    Warp warp();

    MixtureOfVectors mixtureOfVectors();

    Losses losses();

    SoftmaxLoss softmaxLoss();

    Optimizer optimizer();

    /** The fused loops for float on the CPU; the ND4J twins for double (gradient checks), other devices, or on request. */
    static Kernels forType(DataType type) {
        boolean processor = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        boolean fused = processor && type == DataType.FLOAT && !"nd4j".equals(System.getProperty(PROPERTY));
        return fused ? FusedKernels.INSTANCE : Nd4jKernels.INSTANCE;
    }
}
