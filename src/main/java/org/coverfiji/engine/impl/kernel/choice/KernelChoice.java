package org.coverfiji.engine.impl.kernel.choice;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.fused.ConvolutionLibrary;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Which implementation of the kernels computes. */
public final class KernelChoice {

    /**
     * System property: {@code nd4j} runs the ND4J twins on the CPU too; {@code gemm} the fused loops, with convolutions
     * by OpenBLAS; {@code fused} (default) the same with the fastest convolutions there are.
     */
    public static final String PROPERTY = "cover.kernels";

    private static final FusedKernels GEMM = new FusedKernels(ConvolutionLibrary.GEMM);

    private KernelChoice() {
    }

    /**
     * The fused loops for float on the CPU; the ND4J twins for double (gradient checks), other devices, or on request.
     *
     * @throws CoverException if the property asks for what is not there
     */
    public static Kernels forType(DataType type) {
        boolean processor = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        String wanted = System.getProperty(PROPERTY, "fused");
        if (!List.of("fused", "gemm", "nd4j").contains(wanted)) {
            throw new CoverException("The system property " + PROPERTY + " is " + wanted
                    + ", but must be fused, gemm or nd4j.");
        }
        if (!processor || type != DataType.FLOAT || wanted.equals("nd4j")) {
            return Nd4jKernels.INSTANCE;
        }
        if (wanted.equals("fused")) {
            return FusedKernels.INSTANCE;
        }
        if (!ConvolutionLibrary.GEMM.available()) {
            throw new CoverException("The system property " + PROPERTY + " is gemm, but the engine files hold no"
                    + " OpenBLAS that works here; leave the property out.");
        }
        return GEMM;
    }
}
