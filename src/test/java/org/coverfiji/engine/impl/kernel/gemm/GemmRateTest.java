package org.coverfiji.engine.impl.kernel.gemm;

import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How fast the three convolutions of a step are, beside large products of matrices and beside ND4J's own convolution,
 * all in one run, on one thread and in the processor's time, so that other programs matter little:
 *
 * <pre>
 * OPENBLAS_CORETYPE=Haswell mvn -Plong -Dtest=GemmRateTest test
 * OPENBLAS_CORETYPE=Haswell mvn -Plong -Dnd4j.classifier=linux-x86_64 -Dtest=GemmRateTest test
 * </pre>
 *
 * The second has ND4J without oneDNN to compare with, as there is on ARM.
 */
public class GemmRateTest {

    private static final DataType FLOAT = DataType.FLOAT;
    private static final int SIDE = 1024;
    private static final int ROUNDS = 3;
    /** What is asked of all together, counted as if each were convolved directly; single ones reach 0.5 to 1. */
    private static final double SHARE = 0.7;
    /** One small batch's three passes for each level of the network, inputs and outputs as many. */
    private static final long[][] MAPS = {{8, 16, 128, 128}, {8, 32, 64, 64}, {8, 64, 32, 32}, {8, 128, 16, 16},
        {8, 256, 8, 8}, {8, 32, 128, 128}, {8, 512, 8, 8}, {1, 16, 32, 32, 32}, {2, 64, 12, 12, 12}};

    @Test
    public void convolutionsReachMostOfTheRateOfProducts() {
        assumeTrue("takes a minute, and several without oneDNN: -Plong", Boolean.getBoolean("cover.long"));
        // Loads the library that the next line asks.
        Nd4j.getExecutioner();
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int before = Parallel.threads();
        int openMp = ops.ompGetMaxThreads();
        Parallel.setThreads(1);
        ops.setOmpNumThreads(1);
        try {
            double product = productRate();
            System.out.printf(Locale.ROOT, "OpenBLAS for %s: products %.0f GFLOP/s%n", OpenBlas.processor(), product);
            double[] seconds = {0, 0};
            for (long[] shape : MAPS) {
                double[] rates = rates(shape, product);
                seconds[0] += 1 / rates[0];
                seconds[1] += 1 / rates[1];
            }
            double share = MAPS.length / seconds[0] / product;
            System.out.printf(Locale.ROOT, "all, as if each had as much to do: %.2f of products, %.1f times ND4J's%n",
                    share, seconds[1] / seconds[0]);
            assertTrue("a share of " + share, share >= SHARE);
        } finally {
            Parallel.setThreads(before);
            ops.setOmpNumThreads(openMp);
        }
    }

    /** GFLOP/s of a square product. */
    private static double productRate() {
        OpenBlas.useOneThreadEach();
        FloatPointer[] arrays = new FloatPointer[3];
        Arrays.setAll(arrays, i -> new FloatPointer((long) SIDE * SIDE).zero());
        double fastest = fastest(() -> OpenBlas.multiplyTransposed(SIDE, SIDE, SIDE, arrays[0], SIDE, arrays[1], SIDE,
                false, arrays[2], SIDE));
        Arrays.stream(arrays).forEach(FloatPointer::close);
        return 2e-9 * SIDE * SIDE * SIDE / fastest;
    }

    private static double fastest(Runnable work) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double fastest = Double.POSITIVE_INFINITY;
        for (int round = -2; round < ROUNDS; round++) {
            long start = thread.getCurrentThreadCpuTime();
            work.run();
            fastest = Math.min(fastest, 1e-9 * (thread.getCurrentThreadCpuTime() - start));
        }
        return fastest;
    }

    /** GFLOP/s of a step's three convolutions, ours and ND4J's. */
    private static double[] rates(long[] shape, double product) {
        long[] weightShape = new long[shape.length];
        Arrays.fill(weightShape, 3);
        weightShape[0] = shape[1];
        weightShape[1] = shape[1];
        INDArray in = TestArrays.random(FLOAT, 1, 1, shape);
        INDArray weight = TestArrays.random(FLOAT, 2, 1, weightShape);
        INDArray bias = TestArrays.random(FLOAT, 3, 1, shape[1]);
        INDArray out = in.ulike();
        INDArray inGradient = in.ulike();
        INDArray weightGradient = weight.ulike();
        double work = 2e-9 * in.length() / shape[1] * weight.length();
        double[][] seconds = new double[2][3];
        try (Convolution gemm = new GemmConvolution()) {
            for (int i = 0; i < 2; i++) {
                Convolution convolution = i == 0 ? gemm : Nd4jConvolution.INSTANCE;
                seconds[i][0] = fastest(() -> convolution.forward(in, weight, bias, out));
                seconds[i][1] = fastest(() -> convolution.backward(in, weight, out, null, weightGradient));
                seconds[i][2] = fastest(() -> convolution.backward(in, weight, out, inGradient, weightGradient));
            }
        }
        double ours = 3 * work / (seconds[0][0] + seconds[0][2]);
        double nd4j = 3 * work / (seconds[1][0] + seconds[1][2]);
        System.out.printf(Locale.ROOT, "%-20s forward %4.0f, weights %4.0f, both gradients %4.0f GFLOP/s:"
                + " %.2f of products, %.1f times ND4J's%n", Arrays.toString(shape), work / seconds[0][0],
                work / seconds[0][1], 2 * work / seconds[0][2], ours / product, ours / nd4j);
        return new double[] {ours, nd4j};
    }
}
