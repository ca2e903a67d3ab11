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

    /** A convolution for one layer, which closes it. */
    Convolution convolution();

    GroupNorm groupNorm();

    MaxPool maxPool();

    Upsample upsample();

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
