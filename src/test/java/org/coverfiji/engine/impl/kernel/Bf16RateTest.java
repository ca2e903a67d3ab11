package org.coverfiji.engine.impl.kernel;

import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.kernel.fused.ConvolutionLibrary;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How long the three convolutions of a training step take with products of bf16 numbers, copies from and to float
 * included, beside those of floats: in turn in one run, on one thread and in the processor's time, the fastest of some.
 *
 * <pre>
 * mvn -Plong -Dtest=Bf16RateTest test
 * </pre>
 */
public class Bf16RateTest {

    private static final DataType FLOAT = DataType.FLOAT;
    private static final int ROUNDS = 8;
    /** Samples, channels in and out, sides. */
    private static final int[][] MAPS = {{8, 16, 16, 128, 128}, {8, 32, 32, 64, 64}, {8, 64, 64, 32, 32},
        {8, 256, 256, 8, 8}, {8, 32, 32, 128, 128}, {8, 512, 512, 8, 8}};
    private static final int[][] VOLUMES = {{2, 8, 8, 48, 48, 48}, {2, 16, 16, 48, 48, 48}, {2, 48, 16, 48, 48, 48},
        {2, 32, 32, 24, 24, 24}, {2, 128, 128, 6, 6, 6}};

    @Test
    public void bf16TakesNoLongerInMapsAndMuchLessInVolumes() {
        assumeTrue("takes a minute: -Plong", Boolean.getBoolean("cover.long"));
        assumeTrue("this processor has no instructions for bf16", OneDnn.available() && OneDnn.multipliesBf16());
        // Loads the library that the next line asks.
        Nd4j.getExecutioner();
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int openMp = ops.ompGetMaxThreads();
        ops.setOmpNumThreads(1);
        try {
            double maps = ratio(MAPS);
            double volumes = ratio(VOLUMES);
            assertTrue("maps take " + maps, maps < 1.05);
            assertTrue("volumes take " + volumes, volumes < 0.75);
        } finally {
            ops.setOmpNumThreads(openMp);
        }
    }

    /** Of the times of all, bf16 over float. */
    private static double ratio(int[][] shapes) {
        double[] all = new double[2];
        for (int[] shape : shapes) {
            double[][] seconds = seconds(shape);
            double input = seconds[0][2] - seconds[0][1];
            System.out.printf(Locale.ROOT, "%-26s forward %.1f ms, bf16 %.2f; weights %.1f ms, bf16 %.2f;"
                    + " input %.1f ms, bf16 %.2f%n", Arrays.toString(shape), 1e3 * seconds[0][0],
                    seconds[1][0] / seconds[0][0], 1e3 * seconds[0][1], seconds[1][1] / seconds[0][1], 1e3 * input,
                    (seconds[1][2] - seconds[1][1]) / input);
            for (int i = 0; i < 2; i++) {
                all[i] += seconds[i][0] + seconds[i][2];
            }
        }
        System.out.printf(Locale.ROOT, "all: %.0f ms, bf16 %.2f%n", 1e3 * all[0], all[1] / all[0]);
        return all[1] / all[0];
    }

    /** With floats and with bf16: forward, the weights' gradient, both gradients. */
    private static double[][] seconds(int[] shape) {
        Kernels kernels = new FusedKernels(ConvolutionLibrary.ONEDNN);
        INDArray in = map(kernels, shape, shape[1]);
        INDArray out = map(kernels, shape, shape[2]);
        INDArray bias = TestArrays.random(FLOAT, 1, 1, shape[2]);
        long[] kernel = new long[shape.length - 1];
        Arrays.fill(kernel, 3);
        kernel[0] = shape[2];
        kernel[1] = shape[1];
        INDArray weight = TestArrays.random(FLOAT, 2, 1, kernel);
        INDArray result = out.ulike();
        INDArray inGradient = in.ulike();
        INDArray weightGradient = weight.ulike();
        double[][] seconds = new double[2][3];
        for (double[] each : seconds) {
            Arrays.fill(each, Double.POSITIVE_INFINITY);
        }
        int inBlock = kernels.channelBlock(shape[1]);
        int outBlock = kernels.channelBlock(shape[2]);
        try (Convolution floats = kernels.convolution(inBlock, outBlock);
                Convolution bf16 = kernels.convolution(inBlock, outBlock)) {
            bf16.trainIn(Precision.BF16);
            for (int round = -1; round < ROUNDS; round++) {
                for (int i = 0; i < 2; i++) {
                    Convolution convolution = i == 0 ? floats : bf16;
                    double[] now = {seconds(() -> convolution.forwardInTraining(in, weight, bias, result)),
                        seconds(() -> convolution.backward(in, weight, out, null, weightGradient)),
                        seconds(() -> convolution.backward(in, weight, out, inGradient, weightGradient))};
                    for (int j = 0; round >= 0 && j < now.length; j++) {
                        seconds[i][j] = Math.min(seconds[i][j], now[j]);
                    }
                }
            }
        }
        return seconds;
    }

    private static INDArray map(Kernels kernels, int[] shape, int channels) {
        int last = shape.length - 1;
        Grid grid = new Grid(last - 2, shape[0], channels, last == 5 ? shape[3] : 1, shape[last - 1], shape[last])
                .withBlock(kernels.channelBlock(channels));
        return Nd4j.rand(FLOAT, grid.shape(shape[0], channels));
    }

    private static double seconds(Runnable work) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        work.run();
        return 1e-9 * (thread.getCurrentThreadCpuTime() - start);
    }
}
