package org.coverfiji.engine.impl;

import java.util.Arrays;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Times the network's convolutions on their own. */
final class ConvolutionRate {

    private static final int KERNEL = 3;
    private static final int FLOPS_PER_MULTIPLICATION = 2;
    private static final int WARM_UP = 2;
    private static final int RUNS = 6;

    private ConvolutionRate() {
    }

    /** FLOP/s of the fastest convolution that keeps the channels of its level. */
    static double best(NetworkConfiguration network, int images, int[] patch) {
        double best = 0;
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            int halvings = level;
            int[] sides = Arrays.stream(patch).map(side -> side >> halvings).toArray();
            best = Math.max(best, of(network.widths()[level], images, sides));
        }
        return best;
    }

    private static double of(int channels, int images, int[] sides) {
        Kernels kernels = KernelChoice.forType(DataType.FLOAT);
        int block = kernels.channelBlock(channels);
        Grid grid = new Grid(sides.length, images, channels, sides.length == 3 ? sides[0] : 1, sides[sides.length - 2],
                sides[sides.length - 1]).withBlock(block);
        long[] weightShape = new long[2 + sides.length];
        Arrays.fill(weightShape, KERNEL);
        weightShape[0] = channels;
        weightShape[1] = channels;
        try (INDArray in = Nd4j.zeros(DataType.FLOAT, grid.shape(images, channels));
                INDArray out = Nd4j.zeros(DataType.FLOAT, grid.shape(images, channels));
                INDArray weight = Nd4j.zeros(DataType.FLOAT, weightShape);
                INDArray bias = Nd4j.zeros(DataType.FLOAT, channels);
                Convolution convolution = kernels.convolution(block, block)) {
            double fastest = Double.POSITIVE_INFINITY;
            for (int run = -WARM_UP; run < RUNS; run++) {
                long start = System.nanoTime();
                convolution.forward(in, weight, bias, out);
                double seconds = 1e-9 * (System.nanoTime() - start);
                fastest = run < 0 ? fastest : Math.min(fastest, seconds);
            }
            double multiplications = (double) images * Tensor.size(sides) * weight.length();
            return multiplications * FLOPS_PER_MULTIPLICATION / fastest;
        }
    }
}
