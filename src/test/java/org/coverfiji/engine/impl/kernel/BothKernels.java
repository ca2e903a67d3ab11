package org.coverfiji.engine.impl.kernel;

import java.util.Arrays;
import java.util.Collection;

import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Exact small cases, which both implementations of the kernels must get right. */
@RunWith(Parameterized.class)
public abstract class BothKernels {

    @Parameter(0)
    public String name;
    @Parameter(1)
    public Kernels kernels;

    @Parameters(name = "{0}")
    public static Collection<Object[]> both() {
        return Arrays.asList(new Object[] {"fused", FusedKernels.INSTANCE},
                new Object[] {"nd4j", Nd4jKernels.INSTANCE});
    }

    static INDArray array(double[] values, long... shape) {
        return TestArrays.of(DataType.FLOAT, values, shape);
    }

    static INDArray untouched(long... shape) {
        return TestArrays.untouched(DataType.FLOAT, shape);
    }

    static double[] row(double... values) {
        return values;
    }
}
